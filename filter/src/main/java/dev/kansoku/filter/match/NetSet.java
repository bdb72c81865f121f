// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.filter.match;

import java.util.ArrayList;
import java.util.List;

/** Whether an address is one of several or lies in one of several nets. */
final class NetSet extends BytesPredicate {
    private final ByteSet addresses;
    private final byte[][] nets;
    private final int[] bits;

    NetSet(List<Net> all) {
        List<byte[]> exact = new ArrayList<>();
        List<Net> wide = new ArrayList<>();
        for (Net net : all) {
            if (net.isAddress()) {
                exact.add(net.address().array());
            } else {
                wide.add(net);
            }
        }
        this.addresses = new ByteSet(exact);
        this.nets = new byte[wide.size()][];
        this.bits = new int[nets.length];
        for (int i = 0; i < nets.length; i++) {
            nets[i] = wide.get(i).address().array();
            bits[i] = wide.get(i).bits();
        }
    }

    @Override
    public boolean test(byte[] bytes, int offset, int length) {
        if (addresses.test(bytes, offset, length)) {
            return true;
        }
        for (int i = 0; i < nets.length; i++) {
            if (nets[i].length == length && sameBits(bytes, offset, nets[i], bits[i])) {
                return true;
            }
        }
        return false;
    }

    private static boolean sameBits(byte[] bytes, int offset, byte[] net, int bits) {
        int whole = bits >> 3;
        for (int i = 0; i < whole; i++) {
            if (bytes[offset + i] != net[i]) {
                return false;
            }
        }
        int rest = bits & 7;
        return rest == 0 || ((bytes[offset + whole] ^ net[whole]) & 0xff) >> (8 - rest) == 0;
    }
}

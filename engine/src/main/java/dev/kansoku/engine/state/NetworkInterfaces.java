// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.engine.state;

import dev.kansoku.event.start.InterfaceEntry;
import dev.kansoku.event.start.StartListener;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The machine's own addresses, to tell its end of a connection from the other. */
public final class NetworkInterfaces {
    private static final int LIMIT = 4096;
    private static final byte[] LOOPBACK = {127, 0, 0, 1};
    private static final byte[] LOOPBACK6 = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1};

    private final List<InterfaceEntry> entries = new ArrayList<>();

    void add(InterfaceEntry entry) {
        if (entries.size() < LIMIT) {
            entries.add(entry);
        }
    }

    void tell(StartListener to) {
        entries.forEach(to::networkInterface);
    }

    void clear() {
        entries.clear();
    }

    /**
     * Whether an address is one of this machine: for IPv4 the very address, for IPv6 one of the
     * same 64 bit network.
     */
    public boolean isLocal(byte[] address) {
        for (InterfaceEntry entry : entries) {
            if (entry.address().length == address.length
                    && (address.length == 4
                            ? Arrays.equals(entry.address(), address)
                            : sameNetwork(entry, address))) {
                return true;
            }
        }
        return false;
    }

    /**
     * The own address that most likely talks to another one: that address itself, one of the same
     * network, the first that is no loopback; the empty address where there is none.
     */
    byte[] towards(byte[] other) {
        for (InterfaceEntry entry : entries) {
            if (Arrays.equals(entry.address(), other)) {
                return entry.address();
            }
        }
        for (InterfaceEntry entry : entries) {
            if (entry.address().length == other.length && sameNetwork(entry, other)) {
                return entry.address();
            }
        }
        for (InterfaceEntry entry : entries) {
            byte[] own = entry.address();
            if (own.length == other.length
                    && !Arrays.equals(own, LOOPBACK)
                    && !Arrays.equals(own, LOOPBACK6)) {
                return own;
            }
        }
        return Bytes.EMPTY;
    }

    private static boolean sameNetwork(InterfaceEntry entry, byte[] address) {
        byte[] own = entry.address();
        if (address.length == 16) {
            return Arrays.equals(own, 0, 8, address, 0, 8);
        }
        byte[] mask = entry.netmask();
        for (int i = 0; i < address.length; i++) {
            int bits = i < mask.length ? mask[i] : -1;
            if (((own[i] ^ address[i]) & bits) != 0) {
                return false;
            }
        }
        return true;
    }
}

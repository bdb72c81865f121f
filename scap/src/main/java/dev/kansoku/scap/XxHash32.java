// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.scap;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** The checksum of LZ4 frames, xxHash of 32 bits with seed 0, taken piece by piece. */
final class XxHash32 {
    private static final VarHandle INT =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int P1 = 0x9E3779B1;
    private static final int P2 = 0x85EBCA77;
    private static final int P3 = 0xC2B2AE3D;
    private static final int P4 = 0x27D4EB2F;
    private static final int P5 = 0x165667B1;

    /** Bytes that are taken at once, four by each lane. */
    private static final int STRIPE = 16;

    private final byte[] kept = new byte[STRIPE];
    private int keptCount;
    private long total;
    private int a;
    private int b;
    private int c;
    private int d;

    XxHash32() {
        reset();
    }

    void reset() {
        keptCount = 0;
        total = 0;
        a = (int) ((long) P1 + P2);
        b = P2;
        c = 0;
        d = -P1;
    }

    void update(byte[] bytes, int from, int count) {
        int at = from;
        int end = from + count;
        total += count;
        if (keptCount > 0) {
            int taken = Math.min(STRIPE - keptCount, count);
            System.arraycopy(bytes, at, kept, keptCount, taken);
            keptCount += taken;
            at += taken;
            if (keptCount < STRIPE) {
                return;
            }
            stripe(kept, 0);
            keptCount = 0;
        }
        for (; end - at >= STRIPE; at += STRIPE) {
            stripe(bytes, at);
        }
        keptCount = end - at;
        System.arraycopy(bytes, at, kept, 0, keptCount);
    }

    private void stripe(byte[] bytes, int at) {
        a = round(a, (int) INT.get(bytes, at));
        b = round(b, (int) INT.get(bytes, at + 4));
        c = round(c, (int) INT.get(bytes, at + 8));
        d = round(d, (int) INT.get(bytes, at + 12));
    }

    private static int round(int lane, int value) {
        return Integer.rotateLeft(lane + value * P2, 13) * P1;
    }

    int value() {
        int hash =
                total >= STRIPE
                        ? Integer.rotateLeft(a, 1)
                                + Integer.rotateLeft(b, 7)
                                + Integer.rotateLeft(c, 12)
                                + Integer.rotateLeft(d, 18)
                        : P5;
        hash += (int) total;
        int at = 0;
        for (; keptCount - at >= 4; at += 4) {
            hash = Integer.rotateLeft(hash + (int) INT.get(kept, at) * P3, 17) * P4;
        }
        for (; at < keptCount; at++) {
            hash = Integer.rotateLeft(hash + (kept[at] & 0xff) * P5, 11) * P1;
        }
        hash = (hash ^ hash >>> 15) * P2;
        hash = (hash ^ hash >>> 13) * P3;
        return hash ^ hash >>> 16;
    }
}

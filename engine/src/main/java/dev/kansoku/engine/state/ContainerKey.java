// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.engine.state;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * What tells one container from others: its id, or its name for runtimes that have no other id.
 * Made once for the cgroups of a process. Immutable.
 */
public final class ContainerKey {
    /** How many digits of a whole id are shown. */
    static final int SHORT_ID = 12;

    /** How many hexadecimal digits a whole id has. */
    private static final int WHOLE_ID = 64;

    static final long HASH_SEED = 0xcbf29ce484222325L;
    private static final long HASH_PRIME = 0x100000001b3L;

    /** Set in the number of a name, so that it is never that of hexadecimal digits. */
    private static final long NAME = Long.MIN_VALUE;

    private final byte[] id;
    private final String type;
    private final long number;
    private final String shortId;

    ContainerKey(byte[] id, String type) {
        this.id = id;
        this.type = type;
        this.number = number(id);
        this.shortId = new String(id, 0, shortLength(id), StandardCharsets.UTF_8);
    }

    /** The whole id. The array is the key's own. */
    public byte[] id() {
        return id;
    }

    /** How much of {@link #id} is shown: twelve digits of one, or the whole of a name. */
    public int shortLength() {
        return shortLength(id);
    }

    /** The id as it is shown. */
    String shortId() {
        return shortId;
    }

    /** The runtime that the cgroup's path speaks of, such as {@code docker}; empty unknown. */
    public String type() {
        return type;
    }

    /** What it is found by; names may share theirs. */
    long number() {
        return number;
    }

    /** Whether both are of one container: one of the ids may be shortened. */
    boolean isSame(ContainerKey other) {
        if (number != other.number) {
            return false;
        }
        int length = number < 0 ? Math.max(id.length, other.id.length) : SHORT_ID;
        length = Math.max(length, Math.min(id.length, other.id.length));
        return id.length >= length
                && other.id.length >= length
                && Arrays.equals(id, 0, length, other.id, 0, length);
    }

    /** An id as it is shown. */
    static String shortened(String id) {
        return id.length() == WHOLE_ID && id.chars().allMatch(c -> digit(c) >= 0)
                ? id.substring(0, SHORT_ID)
                : id;
    }

    private static int shortLength(byte[] id) {
        return id.length == WHOLE_ID && isHex(id, 0, WHOLE_ID) ? SHORT_ID : id.length;
    }

    private static long number(byte[] id) {
        if (id.length >= SHORT_ID && isHex(id, 0, id.length)) {
            long number = 0;
            for (int i = 0; i < SHORT_ID; i++) {
                number = number << 4 | digit(id[i]);
            }
            return number;
        }
        long hash = HASH_SEED;
        for (byte b : id) {
            hash = hash(hash, b);
        }
        return hash | NAME;
    }

    static long hash(long hash, byte b) {
        return (hash ^ (b & 0xff)) * HASH_PRIME;
    }

    static boolean isHex(byte[] text, int from, int to) {
        for (int i = from; i < to; i++) {
            if (digit(text[i]) < 0) {
                return false;
            }
        }
        return true;
    }

    /** The value of a hexadecimal digit in lower case, -1 for anything else. */
    static int digit(int c) {
        if (c >= '0' && c <= '9') {
            return c - '0';
        }
        return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
    }
}

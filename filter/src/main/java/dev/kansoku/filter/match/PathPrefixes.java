package dev.kansoku.filter.match;

import java.util.List;

/**
 * Whether a path is one of several or lies below one: {@code /etc} takes {@code /etc} and {@code
 * /etc/passwd}, not {@code /etcetera}. Repeated and trailing slashes count as one and none.
 */
public final class PathPrefixes extends BytesPredicate {
    private final byte[][] prefixes;

    public PathPrefixes(List<byte[]> prefixes) {
        this.prefixes = new byte[prefixes.size()][];
        for (int i = 0; i < this.prefixes.length; i++) {
            this.prefixes[i] = tidy(prefixes.get(i));
        }
    }

    @Override
    public boolean test(byte[] bytes, int offset, int length) {
        for (byte[] prefix : prefixes) {
            if (isUnder(bytes, offset, length, prefix)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isUnder(byte[] bytes, int offset, int length, byte[] prefix) {
        int end = offset + length;
        int at = offset;
        for (int i = 0; i < prefix.length; i++) {
            if (at >= end || bytes[at] != prefix[i]) {
                return false;
            }
            at++;
            if (prefix[i] == '/') {
                while (at < end && bytes[at] == '/') {
                    at++;
                }
            }
        }
        return at == end
                || bytes[at] == '/'
                || (prefix.length > 0 && prefix[prefix.length - 1] == '/');
    }

    /** Without repeated slashes, and without one at the end unless it is all there is. */
    private static byte[] tidy(byte[] path) {
        byte[] tidy = new byte[path.length];
        int size = 0;
        for (byte b : path) {
            if (b != '/' || size == 0 || tidy[size - 1] != '/') {
                tidy[size++] = b;
            }
        }
        if (size > 1 && tidy[size - 1] == '/') {
            size--;
        }
        return java.util.Arrays.copyOf(tidy, size);
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.filter.match;

import dev.kansoku.filter.field.FieldValue;
import dev.kansoku.filter.syntax.Operator;
import java.util.Arrays;

/** Tests of text and byte values. None of them allocates. */
public abstract class BytesPredicate extends ValuePredicate {
    @Override
    public final boolean test(FieldValue value, int index) {
        return test(value.bytes(index), value.offset(index), value.length(index));
    }

    public abstract boolean test(byte[] bytes, int offset, int length);

    public static byte lower(byte b) {
        return b >= 'A' && b <= 'Z' ? (byte) (b + ('a' - 'A')) : b;
    }

    public static byte[] lower(byte[] bytes) {
        byte[] lower = bytes.clone();
        for (int i = 0; i < lower.length; i++) {
            lower[i] = lower(lower[i]);
        }
        return lower;
    }

    public static final class Equal extends BytesPredicate {
        private final byte[] wanted;

        public Equal(byte[] wanted) {
            this.wanted = wanted;
        }

        @Override
        public boolean test(byte[] bytes, int offset, int length) {
            return length == wanted.length && ByteSearch.same(bytes, offset, wanted, 0, length);
        }
    }

    /** Compares byte by byte, as unsigned; a prefix is less than what it begins. */
    public static final class Ordered extends BytesPredicate {
        private final Operator operator;
        private final byte[] bound;

        public Ordered(Operator operator, byte[] bound) {
            this.operator = operator;
            this.bound = bound;
        }

        @Override
        public boolean test(byte[] bytes, int offset, int length) {
            int order =
                    Arrays.compareUnsigned(bytes, offset, offset + length, bound, 0, bound.length);
            return NumberPredicate.holds(operator, order);
        }
    }

    /** From one text to another, both included. */
    static final class Between extends BytesPredicate {
        private final byte[] from;
        private final byte[] to;

        Between(byte[] from, byte[] to) {
            this.from = from;
            this.to = to;
        }

        @Override
        public boolean test(byte[] bytes, int offset, int length) {
            int end = offset + length;
            return Arrays.compareUnsigned(bytes, offset, end, from, 0, from.length) >= 0
                    && Arrays.compareUnsigned(bytes, offset, end, to, 0, to.length) <= 0;
        }
    }

    public static final class StartsWith extends BytesPredicate {
        private final byte[] prefix;

        public StartsWith(byte[] prefix) {
            this.prefix = prefix;
        }

        @Override
        public boolean test(byte[] bytes, int offset, int length) {
            int size = prefix.length;
            return length >= size && ByteSearch.same(bytes, offset, prefix, 0, size);
        }
    }

    public static final class EndsWith extends BytesPredicate {
        private final byte[] suffix;

        public EndsWith(byte[] suffix) {
            this.suffix = suffix;
        }

        @Override
        public boolean test(byte[] bytes, int offset, int length) {
            int from = offset + length - suffix.length;
            return from >= offset && ByteSearch.same(bytes, from, suffix, 0, suffix.length);
        }
    }

    public static final class Contains extends BytesPredicate {
        private final byte[] part;

        public Contains(byte[] part) {
            this.part = part;
        }

        @Override
        public boolean test(byte[] bytes, int offset, int length) {
            int size = part.length;
            if (size == 0) {
                return true;
            }
            byte first = part[0];
            int starts = offset + length - size + 1;
            int at = ByteSearch.indexOf(bytes, offset, starts, first);
            while (at >= 0) {
                if (ByteSearch.same(bytes, at, part, 0, size)) {
                    return true;
                }
                at = ByteSearch.indexOf(bytes, at + 1, starts, first);
            }
            return false;
        }
    }

    /** Contains, taking ASCII capitals as small letters. */
    public static final class ContainsAnyCase extends BytesPredicate {
        private final byte[] part;

        public ContainsAnyCase(byte[] part) {
            this.part = lower(part);
        }

        @Override
        public boolean test(byte[] bytes, int offset, int length) {
            int last = offset + length - part.length;
            for (int i = offset; i <= last; i++) {
                int matched = 0;
                while (matched < part.length && lower(bytes[i + matched]) == part[matched]) {
                    matched++;
                }
                if (matched == part.length) {
                    return true;
                }
            }
            return false;
        }
    }
}

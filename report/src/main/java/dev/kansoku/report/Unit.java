// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.report;

import dev.kansoku.event.TextBuffer;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;

/** How a sum is shown to people. */
enum Unit {
    NONE {
        @Override
        void write(long value, long elapsed, TextBuffer out) {
            out.decimal(value);
        }
    },

    /** Bytes, of which 1024 are one KB. */
    BYTES {
        @Override
        void write(long value, long elapsed, TextBuffer out) {
            long unit = 1L << 50;
            for (String name : new String[] {"P", "T", "G", "M", "KB"}) {
                if (value > unit) {
                    out.put(twoDecimals((double) value / unit)).put(name);
                    return;
                }
                unit >>= 10;
            }
            out.decimal(value).put('B');
        }
    },

    /** Nanoseconds, with two or three digits that count. */
    TIME {
        @Override
        void write(long value, long elapsed, TextBuffer out) {
            if (value >= SECOND) {
                fraction(value, SECOND, "s", out);
            } else if (value >= SECOND / 100) {
                out.decimal(value / MILLI).put("ms");
            } else if (value >= MILLI) {
                fraction(value, MILLI, "ms", out);
            } else if (value >= MILLI / 100) {
                out.decimal(value / MICRO).put("us");
            } else if (value >= MICRO) {
                fraction(value, MICRO, "us", out);
            } else {
                out.decimal(value).put("ns");
            }
        }
    },

    /** Nanoseconds as a share of the time that passed. */
    TIMEPCT {
        @Override
        void write(long value, long elapsed, TextBuffer out) {
            double share = elapsed > 0 ? (double) value / elapsed * 100 : 0;
            out.put(twoDecimals(share)).put('%');
        }
    };

    private static final long MICRO = 1_000;
    private static final long MILLI = 1_000_000;
    private static final long SECOND = 1_000_000_000;

    /**
     * Writes a value.
     *
     * @param elapsed nanoseconds that the value was summed up in
     */
    abstract void write(long value, long elapsed, TextBuffer out);

    static Unit named(String name) {
        return valueOf(name.toUpperCase(Locale.ROOT));
    }

    private static void fraction(long value, long unit, String name, TextBuffer out) {
        out.decimal(value / unit).put('.').padded(value % unit / (unit / 100), 2).put(name);
    }

    /** Of the number as it is in binary; halves go up, as with the reference. */
    private static String twoDecimals(double value) {
        return new BigDecimal(value).setScale(2, RoundingMode.HALF_UP).toPlainString();
    }
}

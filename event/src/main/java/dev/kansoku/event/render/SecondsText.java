// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.event.render;

import dev.kansoku.event.TextBuffer;

/** Writes nanoseconds as seconds with six significant digits, such as {@code 2.5s}. */
final class SecondsText {
    private static final int DIGITS = 6;
    private static final long NANOS = 1_000_000_000L;
    private static final int NANO_EXPONENT = -9;

    private SecondsText() {}

    /**
     * Writes a span as C's {@code %g} does: in full from 0.0001 to 999999 seconds, with an exponent
     * ({@code 1e-06s}) beyond, and without zeros at the end of a fraction.
     */
    static void append(long nanos, TextBuffer out) {
        if (nanos == 0) {
            out.put('0').put('s');
            return;
        }
        long digits = nanos;
        int dropped = 0;
        while (digits < 0 || digits >= 10_000_000) {
            digits = Long.divideUnsigned(digits, 10);
            dropped++;
        }
        int exponent = NANO_EXPONENT + dropped + digitsOf(digits) - 1;
        if (digits >= 1_000_000) {
            digits = rounded(nanos, dropped + 1);
            if (digits == 1_000_000) {
                digits = 100_000;
                exponent++;
            }
        }
        while (digits % 10 == 0) {
            digits /= 10;
        }
        int count = digitsOf(digits);
        if (exponent < -4 || exponent >= DIGITS) {
            scientific(digits, count, exponent, out);
        } else if (exponent < 0) {
            out.put('0').put('.');
            for (int i = -1; i > exponent; i--) {
                out.put('0');
            }
            out.unsigned(digits);
        } else if (count <= exponent + 1) {
            out.unsigned(digits);
            for (int i = count; i <= exponent; i++) {
                out.put('0');
            }
        } else {
            long unit = power(count - exponent - 1);
            out.unsigned(digits / unit).put('.').padded(digits % unit, count - exponent - 1);
        }
        out.put('s');
    }

    private static void scientific(long digits, int count, int exponent, TextBuffer out) {
        long unit = power(count - 1);
        out.unsigned(digits / unit);
        if (count > 1) {
            out.put('.').padded(digits % unit, count - 1);
        }
        out.put('e').put(exponent < 0 ? '-' : '+').padded(Math.abs(exponent), 2);
    }

    /**
     * A number less its last {@code drop} digits. Exactly half way, C rounds the binary fraction it
     * made of the number, which lies a little above or below.
     */
    private static long rounded(long nanos, int drop) {
        long unit = power(drop);
        long quotient = Long.divideUnsigned(nanos, unit);
        long twice = 2 * Long.remainderUnsigned(nanos, unit);
        int side = Long.compareUnsigned(twice, unit);
        if (side == 0 && nanos > 0) {
            double seconds = (double) nanos / NANOS;
            double error = Math.fma(seconds, NANOS, -(double) nanos);
            side = error != 0 ? (int) Math.signum(error) : (int) (quotient & 1) * 2 - 1;
        }
        return side > 0 ? quotient + 1 : quotient;
    }

    private static int digitsOf(long value) {
        int digits = 1;
        for (long v = value; v >= 10; v /= 10) {
            digits++;
        }
        return digits;
    }

    private static long power(int exponent) {
        long power = 1;
        for (int i = 0; i < exponent; i++) {
            power *= 10;
        }
        return power;
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.filter.syntax;

/**
 * Reads the ranges of a slice: {@code i:length}, {@code i-j}, {@code i}, {@code :n}, {@code n:}.
 */
final class WiresharkRanges {
    private static final String FORMS =
            "[0:4] from and length, [2-5] first and last, [3] one, [:4], [4:]; -1 is the last byte";

    /** The farthest byte that a slice can ask for. */
    private static final int FARTHEST = 1 << 24;

    private final WiresharkToken range;
    private final WiresharkScanner in;
    private int at;

    private WiresharkRanges(WiresharkToken range, WiresharkScanner in) {
        this.range = range;
        this.in = in;
    }

    static Operand.Slice.Range range(WiresharkToken range, WiresharkScanner in)
            throws FilterException {
        return new WiresharkRanges(range, in).read();
    }

    private Operand.Slice.Range read() throws FilterException {
        boolean open = accept(':');
        int from = open ? 0 : number();
        int length = 1;
        if (open) {
            length = number();
        } else if (accept(':')) {
            skipBlanks();
            if (at == range.text().length()) {
                return new Operand.Slice.Range(from, Operand.Slice.Range.TO_END);
            }
            length = number();
        } else if (accept('-')) {
            int last = number();
            if (from < 0 != last < 0) {
                throw error("both ends of a range are counted from the same side");
            }
            if (from >= last) {
                throw error("a range's last byte comes after its first");
            }
            return checked(from, last - from + 1);
        }
        if (length < 1) {
            throw error("a range has at least one byte");
        }
        return checked(from, length);
    }

    private Operand.Slice.Range checked(int from, int length) throws FilterException {
        skipBlanks();
        if (at < range.text().length()) {
            throw noRange();
        }
        return new Operand.Slice.Range(from, length);
    }

    private void skipBlanks() {
        while (at < range.text().length() && Character.isWhitespace(range.text().charAt(at))) {
            at++;
        }
    }

    private boolean accept(char c) {
        skipBlanks();
        if (at == range.text().length() || range.text().charAt(at) != c) {
            return false;
        }
        at++;
        return true;
    }

    private int number() throws FilterException {
        boolean negative = accept('-');
        skipBlanks();
        int start = at;
        int value = 0;
        while (at < range.text().length() && WiresharkScanner.isDigit(range.text().charAt(at))) {
            value = value * 10 + (range.text().charAt(at++) - '0');
            if (value > FARTHEST) {
                throw error("a slice ends at byte " + FARTHEST + " at the latest");
            }
        }
        if (at == start) {
            throw noRange();
        }
        return negative ? -value : value;
    }

    private FilterException noRange() {
        String text = range.text().strip();
        char first = text.isEmpty() ? ' ' : text.charAt(0);
        boolean argument = WiresharkScanner.isLetter(first) || first == '"' || first == '\'';
        return in.error(
                "\"" + text + "\" is not a range",
                argument ? "a field's argument stands behind a dot: proc.env.HOME" : FORMS,
                range.from(),
                Math.max(range.to(), range.from() + 1));
    }

    private FilterException error(String message) {
        return in.error(message, FORMS, range.from(), Math.max(range.to(), range.from() + 1));
    }
}

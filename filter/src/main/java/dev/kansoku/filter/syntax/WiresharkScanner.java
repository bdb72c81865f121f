// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.filter.syntax;

import dev.kansoku.filter.syntax.WiresharkToken.Kind;
import org.jspecify.annotations.Nullable;

/** Cuts a filter in Wireshark's dialect into tokens: at each place the longest that fits. */
final class WiresharkScanner {
    private final ExpandedText source;
    private final String text;
    private int at;

    WiresharkScanner(ExpandedText source) {
        this.source = source;
        this.text = source.text();
    }

    /** The next token; behind the last one, for ever the end. */
    WiresharkToken next() throws FilterException {
        while (at < text.length() && isBlank(text.charAt(at))) {
            at++;
        }
        if (at == text.length()) {
            return new WiresharkToken(Kind.END, "", at, at);
        }
        char c = text.charAt(at);
        if (isRunStart(c)) {
            return run();
        }
        return switch (c) {
            case '"' -> quoted(at, false);
            case '\'' -> character();
            case '.' -> dots();
            case '(' -> sign(Kind.ROUND_OPEN, 1);
            case ')' -> sign(Kind.ROUND_CLOSE, 1);
            case '{' -> sign(Kind.CURLY_OPEN, 1);
            case '}' -> sign(Kind.CURLY_CLOSE, 1);
            case '[' -> sign(Kind.SQUARE_OPEN, 1);
            case ',' -> sign(Kind.COMMA, 1);
            case '+', '-' -> sign(Kind.SUM, 1);
            case '*', '/', '%' -> sign(Kind.PRODUCT, 1);
            case '~' -> sign(Kind.MATCHES, 1);
            case '<', '>' -> sign(Kind.COMPARISON, follows('=', 1) ? 2 : 1);
            case '&' -> follows('&', 1) ? sign(Kind.AND, 2) : sign(Kind.BITS, 1);
            case '|' -> doubled(Kind.OR);
            case '^' -> doubled(Kind.XOR);
            case '!' ->
                    follows('=', 1)
                            ? sign(Kind.COMPARISON, follows('=', 2) ? 3 : 2)
                            : sign(Kind.NOT, 1);
            case '=' -> equals();
            case '@' ->
                    throw error(
                            "@ asks for the raw bytes of a packet, which events do not have",
                            null,
                            at,
                            at + 1);
            case '#' ->
                    throw error(
                            "# asks for a layer of a packet, which events do not have",
                            null,
                            at,
                            at + 1);
            default ->
                    throw error(
                            "such a character can stand in quotes only",
                            c == '\\' || c == '?' || c == ';' ? null : "write \"...\"",
                            at,
                            at + 1);
        };
    }

    private WiresharkToken sign(Kind kind, int length) {
        int from = at;
        at += length;
        return new WiresharkToken(kind, text.substring(from, at), from, at);
    }

    private boolean follows(char c, int ahead) {
        return at + ahead < text.length() && text.charAt(at + ahead) == c;
    }

    private WiresharkToken doubled(Kind kind) throws FilterException {
        if (follows(text.charAt(at), 1)) {
            return sign(kind, 2);
        }
        throw noOperator(text.substring(at, at + 1), at);
    }

    private WiresharkToken equals() throws FilterException {
        if (follows('=', 1)) {
            return sign(Kind.COMPARISON, follows('=', 2) ? 3 : 2);
        }
        throw noOperator("=", at);
    }

    FilterException noOperator(String word, int from) {
        return error(
                "no operator \"" + word + "\"",
                WiresharkOperators.hint(word),
                from,
                from + word.length());
    }

    private WiresharkToken dots() throws FilterException {
        if (follows('.', 1)) {
            return sign(Kind.DOTS, 2);
        }
        int from = at;
        int end = at + 1;
        while (end < text.length()
                && (isNamePart(text.charAt(end))
                        || (text.charAt(end) == '.'
                                && text.charAt(end - 1) != '.'
                                && end + 1 < text.length()
                                && isNameStart(text.charAt(end + 1))))) {
            end++;
        }
        if (end == from + 1 || text.charAt(from + 1) == '-') {
            throw error("expected the name of a field behind the .", null, at, at + 1);
        }
        at = end;
        return new WiresharkToken(Kind.FIELD, text.substring(from + 1, end), from, end);
    }

    /** A word: a name, a number, an address, or bytes. */
    private WiresharkToken run() throws FilterException {
        int from = at;
        int end = from;
        while (end < text.length()) {
            char c = text.charAt(end);
            if (isRunPart(c)) {
                end++;
            } else if (c == '.' && end + 1 < text.length() && isRunPart(text.charAt(end + 1))) {
                end += 2;
            } else {
                break;
            }
        }
        if (end == from + 1
                && (text.charAt(from) == 'r' || text.charAt(from) == 'R')
                && end < text.length()
                && text.charAt(end) == '"') {
            at++;
            return quoted(from, true);
        }
        end = exponentEnd(from, end);
        at = end;
        String word = text.substring(from, end);
        Kind kind = WiresharkToken.word(word);
        if (kind != null) {
            return new WiresharkToken(kind, word, from, end);
        }
        if (isName(word)) {
            return new WiresharkToken(Kind.WORD, word, from, end);
        }
        return new WiresharkToken(Kind.VALUE, word, from, end);
    }

    /** Takes the sign and digits of an exponent to a number that ends in {@code e}. */
    private int exponentEnd(int from, int end) {
        if (!isDigit(text.charAt(from))
                || end + 1 >= text.length()
                || text.charAt(end) != '+'
                || (text.charAt(end - 1) != 'e' && text.charAt(end - 1) != 'E')) {
            return end;
        }
        for (int i = from; i < end - 1; i++) {
            if (!isDigit(text.charAt(i)) && text.charAt(i) != '.') {
                return end;
            }
        }
        int last = end + 1;
        while (last < text.length() && isDigit(text.charAt(last))) {
            last++;
        }
        return last == end + 1 ? end : last;
    }

    /** Quoted text; the quote is at the place that was reached. */
    private WiresharkToken quoted(int from, boolean raw) throws FilterException {
        StringBuilder value = new StringBuilder();
        at++;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '"') {
                at++;
                return new WiresharkToken(Kind.QUOTED, value.toString(), from, at);
            }
            if (c != '\\') {
                value.append(c);
                at++;
            } else if (raw) {
                value.append(c);
                at++;
                if (at < text.length()) {
                    value.append(text.charAt(at++));
                }
            } else {
                escaped(value);
            }
        }
        throw error("the quote is not closed", null, from, text.length());
    }

    private WiresharkToken character() throws FilterException {
        int from = at++;
        StringBuilder value = new StringBuilder();
        if (at < text.length() && text.charAt(at) == '\\') {
            escaped(value);
        } else if (at < text.length() && text.charAt(at) != '\'') {
            char c = text.charAt(at);
            if (c < ' ' || c >= 0x7f) {
                throw error(
                        "a character in single quotes is ASCII, or an escape",
                        "there are \\xHH, \\uHHHH and \\UHHHHHHHH",
                        at,
                        at + 1);
            }
            value.append(c);
            at++;
        }
        if (at < text.length() && text.charAt(at) == '\'' && !value.isEmpty()) {
            at++;
            return new WiresharkToken(Kind.CHARACTER, value.toString(), from, at);
        }
        int close = text.indexOf('\'', at);
        throw error(
                close < 0
                        ? "the single quote is not closed"
                        : "single quotes hold exactly one character",
                "text stands in double quotes",
                from,
                close < 0 ? text.length() : close + 1);
    }

    /** Reads the escape that begins here. */
    private void escaped(StringBuilder value) throws FilterException {
        int from = at++;
        char c = at < text.length() ? text.charAt(at++) : 0;
        switch (c) {
            case 'a' -> value.append('\u0007');
            case 'b' -> value.append('\b');
            case 'f' -> value.append('\f');
            case 'n' -> value.append('\n');
            case 'r' -> value.append('\r');
            case 't' -> value.append('\t');
            case 'v' -> value.append('\u000b');
            case '\\', '\'', '"' -> value.append(c);
            case 'x' -> value.append(oneByte(number(16, 2), from));
            case '0', '1', '2', '3', '4', '5', '6', '7' -> {
                at--;
                value.append(oneByte(number(8, 3), from));
            }
            case 'u' -> value.appendCodePoint(codePoint(4, from));
            case 'U' -> value.appendCodePoint(codePoint(8, from));
            default ->
                    throw error(
                            "no such escape",
                            "there are \\\\ \\\" \\' \\a \\b \\f \\n"
                                    + " \\r"
                                    + " \\t \\v, \\NNN in octal, \\xHH, \\uHHHH and \\UHHHHHHHH;"
                                    + " r\"...\" takes a \\ as it is",
                            from,
                            at);
        }
    }

    /** Up to so many digits as one number, or -1 where there is none. */
    private long number(int base, int most) {
        long value = -1;
        for (int i = 0; i < most && at < text.length(); i++) {
            char c = text.charAt(at);
            int digit = c < 0x80 ? Character.digit(c, base) : -1;
            if (digit < 0) {
                break;
            }
            value = Math.max(value, 0) * base + digit;
            at++;
        }
        return value;
    }

    private char oneByte(long value, int from) throws FilterException {
        if (value < 0 || value > 0xff) {
            throw error(
                    value < 0 ? "expected a hexadecimal digit" : "a byte is at most \\377",
                    null,
                    from,
                    at);
        }
        return (char) (value < 0x80 ? value : Operand.Literal.RAW_BYTE + value);
    }

    /** A character by its number: none that has another way to be written, and no surrogate. */
    private int codePoint(int digits, int from) throws FilterException {
        int first = at;
        long value = number(16, digits);
        boolean known =
                (value >= 0xa0 || value == '$' || value == '@' || value == '`')
                        && (value < 0xd800 || value > 0xdfff)
                        && value <= Character.MAX_CODE_POINT;
        if (at - first != digits || !known) {
            throw error(
                    at - first != digits
                            ? "expected " + digits + " hexadecimal digits"
                            : "no such character can be written so",
                    "\\xHH writes a byte",
                    from,
                    at);
        }
        return (int) value;
    }

    /**
     * The text of a slice's range from where the scanner is up to the next comma or closing
     * bracket, which comes after it.
     */
    WiresharkToken range(int open) throws FilterException {
        int from = at;
        while (at < text.length() && text.charAt(at) != ',' && text.charAt(at) != ']') {
            at++;
        }
        if (at == text.length()) {
            throw error("expected ] for the [", null, open, open + 1);
        }
        return new WiresharkToken(Kind.VALUE, text.substring(from, at), from, at);
    }

    /** Takes the comma or closing bracket behind a range. */
    char rangeEnd() {
        return text.charAt(at++);
    }

    int position() {
        return at;
    }

    /** The filter as it was written. */
    String written() {
        return source.written();
    }

    Span span(int from, int to) {
        return source.span(from, to);
    }

    FilterException error(String message, @Nullable String hint, int from, int to) {
        String told = hint;
        if (source.isExpanded(from)) {
            int end = Math.min(text.length(), Math.max(to, from + 1) + 30);
            String context = text.substring(Math.max(0, from - 30), end).replace('\n', ' ');
            told = (hint == null ? "" : hint + "\n") + "the macro reads here: " + context;
        }
        return new FilterException(message, told, source.written(), source.span(from, to));
    }

    /** Whether a word has the form of a field's name. */
    static boolean isName(String word) {
        for (int i = 0; i < word.length(); i++) {
            char c = word.charAt(i);
            boolean first = i == 0 || word.charAt(i - 1) == '.';
            if (first ? !isNameStart(c) : !isNamePart(c) && c != '.') {
                return false;
            }
        }
        return !word.isEmpty() && word.charAt(word.length() - 1) != '.';
    }

    static boolean isLetter(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
    }

    static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isNameStart(char c) {
        return isLetter(c) || isDigit(c);
    }

    private static boolean isNamePart(char c) {
        return isNameStart(c) || c == '-';
    }

    private static boolean isRunStart(char c) {
        return isNameStart(c) || c == ':';
    }

    private static boolean isRunPart(char c) {
        return isRunStart(c) || c == '-' || c == '/';
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t' || c == '\n' || c == '\r';
    }
}

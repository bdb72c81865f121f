// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.filter.syntax;

import org.jspecify.annotations.Nullable;

/** The characters of a filter, and the words that they make up. */
final class SysdigScanner {
    private final String text;
    private int at;

    SysdigScanner(String text) {
        this.text = text;
    }

    int position() {
        return at;
    }

    void moveTo(int position) {
        at = position;
    }

    boolean atEnd() {
        return at >= text.length();
    }

    char peek() {
        return text.charAt(at);
    }

    void skipBlanks() {
        while (!atEnd() && isBlank(peek())) {
            at++;
        }
    }

    boolean accept(char c) {
        if (atEnd() || peek() != c) {
            return false;
        }
        at++;
        return true;
    }

    /** Takes a word if it stands here as a whole, not as the beginning of a longer one. */
    boolean acceptWord(String word) {
        int end = at + word.length();
        if (!text.startsWith(word, at) || (end < text.length() && isNamePart(text.charAt(end)))) {
            return false;
        }
        at = end;
        skipBlanks();
        return true;
    }

    /** A run of letters and digits, or "". */
    String word() {
        int start = at;
        while (!atEnd() && (Character.isLetterOrDigit(peek()) || peek() == '_')) {
            at++;
        }
        return text.substring(start, at);
    }

    /** The name of a field or a function, or "". */
    String name() {
        int start = at;
        if (!atEnd() && isLetter(peek())) {
            while (!atEnd() && isNamePart(peek())) {
                at++;
            }
        }
        return text.substring(start, at);
    }

    /** The operator here, or null with nothing taken. */
    @Nullable Operator operator() {
        int start = at;
        Operator found = Operator.named(word());
        if (found != null) {
            return found;
        }
        at = start;
        if (text.startsWith("==", at)) {
            at += 2;
            return Operator.EQUAL;
        }
        for (Operator operator : Operator.values()) {
            if (!operator.isWord()
                    && !operator.isWiresharkOnly()
                    && text.startsWith(operator.symbol(), at)
                    && (found == null || operator.symbol().length() > found.symbol().length())) {
                found = operator;
            }
        }
        if (found != null) {
            at += found.symbol().length();
        }
        return found;
    }

    /**
     * A quantifier, or null with nothing taken: it has a blank behind it, and then a list or the
     * name of one.
     */
    @Nullable Quantifier quantifier() {
        int start = at;
        Quantifier quantifier = Quantifier.named(word());
        boolean apart = !atEnd() && isBlank(peek());
        skipBlanks();
        if (quantifier == null || !apart || atEnd() || !(peek() == '(' || nameFollows())) {
            at = start;
            return null;
        }
        return quantifier;
    }

    /** Whether a list's name follows, and not a word that goes on with the filter. */
    private boolean nameFollows() {
        int start = at;
        String name = name();
        at = start;
        return !name.isEmpty() && !isReserved(name);
    }

    /** Whether a blank is here, or nothing at all. */
    boolean atBlank() {
        return atEnd() || isBlank(peek());
    }

    /** An argument in brackets, or null where there is no bracket. */
    @Nullable String bracketed() throws FilterException {
        int start = at;
        if (!accept('[')) {
            return null;
        }
        String argument = quoted();
        if (argument == null) {
            int from = at;
            while (!atEnd() && isBareArgument(peek())) {
                at++;
            }
            argument = text.substring(from, at);
            if (argument.isEmpty()) {
                throw error("expected an argument between the brackets", null);
            }
        }
        if (!accept(']')) {
            throw error("expected ] for the [ at column " + (start + 1), null);
        }
        return argument;
    }

    /** An unquoted value, or "". */
    String bare() {
        int start = at;
        while (!atEnd() && isBare(peek())) {
            at++;
        }
        return text.substring(start, at);
    }

    /** A quoted value with its escapes resolved, or null where there is no quote. */
    @Nullable String quoted() throws FilterException {
        if (atEnd() || (peek() != '"' && peek() != '\'')) {
            return null;
        }
        int start = at;
        char quote = text.charAt(at++);
        StringBuilder value = new StringBuilder();
        while (!atEnd()) {
            char c = text.charAt(at++);
            if (c == quote) {
                return value.toString();
            }
            value.append(c == '\\' ? escaped(quote) : c);
        }
        throw error("the quote is not closed", null, new Span(start, at));
    }

    private char escaped(char quote) throws FilterException {
        int start = at - 1;
        if (!atEnd()) {
            char c = text.charAt(at++);
            switch (c) {
                case 'b':
                    return '\b';
                case 'f':
                    return '\f';
                case 'n':
                    return '\n';
                case 'r':
                    return '\r';
                case 't':
                    return '\t';
                // rule files have a backslash before a blank for the backslash alone
                case '\\', ' ':
                    return '\\';
                case '/':
                    return c;
                case '"', '\'':
                    if (c == quote) {
                        return c;
                    }
                    throw error(
                            "a " + c + " needs no \\ in a text in " + quote,
                            null,
                            new Span(start, at));
                case 'x':
                    int value = hexByte();
                    if (value >= 0) {
                        return (char) (value < 0x80 ? value : Operand.Literal.RAW_BYTE + value);
                    }
                    break;
                default:
                    break;
            }
        }
        throw error(
                "no such escape",
                "there are \\b \\f \\n \\r \\t \\\\ \\/ \\\" \\' and \\xHH",
                new Span(start, at));
    }

    private int hexByte() {
        if (at + 2 > text.length()) {
            return -1;
        }
        int high = digit(text.charAt(at));
        int low = digit(text.charAt(at + 1));
        at += 2;
        return high < 0 || low < 0 ? -1 : high << 4 | low;
    }

    private static int digit(char c) {
        return c < 0x80 ? Character.digit(c, 16) : -1;
    }

    FilterException error(String message, @Nullable String hint) {
        return error(message, hint, new Span(at, at + 1));
    }

    FilterException error(String message, @Nullable String hint, Span where) {
        return new FilterException(message, hint, text, where);
    }

    static boolean isBlank(int c) {
        return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\b';
    }

    private static boolean isSpace(int c) {
        return c == ' ' || (c >= '\t' && c <= '\r');
    }

    static boolean isBare(int c) {
        return !isSpace(c) && "(),=\"'".indexOf(c) < 0;
    }

    static boolean isBareArgument(int c) {
        return !isSpace(c) && "[]\"'".indexOf(c) < 0;
    }

    /** Whether a word can not be the name of a condition or a list. */
    static boolean isReserved(String name) {
        return name.equals("and") || name.equals("or") || name.equals("not");
    }

    /** Whether a text is a number as functions take one: decimal with an exponent, or 0x. */
    static boolean isNumber(String text) {
        int at = 0;
        if (text.startsWith("0x") || text.startsWith("0X")) {
            int end = 2;
            while (end < text.length() && digit(text.charAt(end)) >= 0) {
                end++;
            }
            return end > 2 && end == text.length();
        }
        at += !text.isEmpty() && (text.charAt(0) == '+' || text.charAt(0) == '-') ? 1 : 0;
        int digits = digitsEnd(text, at);
        if (digits == at) {
            return false;
        }
        at =
                digits < text.length() && text.charAt(digits) == '.'
                        ? digitsEnd(text, digits + 1)
                        : digits;
        if (at + 1 < text.length()
                && (text.charAt(at) == 'e' || text.charAt(at) == 'E')
                && (text.charAt(at + 1) == '+' || text.charAt(at + 1) == '-')) {
            int end = digitsEnd(text, at + 2);
            at = end > at + 2 ? end : at;
        }
        return at == text.length();
    }

    private static int digitsEnd(String text, int from) {
        int at = from;
        while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
            at++;
        }
        return at;
    }

    private static boolean isLetter(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
    }

    private static boolean isNamePart(char c) {
        return isLetter(c) || (c >= '0' && c <= '9') || c == '.' || c == '-';
    }
}

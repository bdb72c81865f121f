// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.filter.syntax;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.List;

/**
 * Writes the text operators of sysdig's dialect as expressions for {@code matches} that hold for
 * exactly the same bytes.
 */
final class PerlPatterns {
    private static final String CASE = "(?-i)";
    private static final String END = "\\z";

    private final StringBuilder out = new StringBuilder();

    private PerlPatterns() {}

    static String startsWith(String text) throws UntranslatableException {
        return CASE + "^" + escaped(text);
    }

    static String endsWith(String text) throws UntranslatableException {
        return CASE + escaped(text) + END;
    }

    /** Whatever the case of ASCII letters. */
    static String containsAnyCase(String text) throws UntranslatableException {
        ascii(text, Operator.ICONTAINS);
        return escaped(text);
    }

    /** An expression in RE2 syntax that has to match the whole text. */
    static String whole(String expression) throws UntranslatableException {
        ascii(expression, Operator.REGEX);
        closed(expression);
        return CASE + "^(?:" + expression + ")" + END;
    }

    /** Holds an expression to what stays the same when brackets are put around it. */
    static void closed(String expression) throws UntranslatableException {
        try {
            Pattern.compile(expression);
        } catch (PatternSyntaxException _) {
            throw new UntranslatableException(
                    "\"" + expression + "\", which is no regular expression");
        }
        if (expression.contains("\\Q")) {
            throw new UntranslatableException("\\Q in an expression");
        }
    }

    /** A path of a list, or one below it; only the names between slashes count. */
    static String under(List<String> paths) throws UntranslatableException {
        PerlPatterns pattern = new PerlPatterns();
        pattern.out.append(CASE).append("^/*(?:");
        for (int i = 0; i < paths.size(); i++) {
            pattern.out.append(i == 0 ? "" : "|");
            pattern.names(paths.get(i));
        }
        return pattern.out.append(')').toString();
    }

    /** The names of a path; none of them, as of the root, match any path. */
    private void names(String path) throws UntranslatableException {
        boolean begun = false;
        for (int at = 0; at < path.length(); at++) {
            char c = path.charAt(at);
            if (c == '?' || c == '*' || c == '[') {
                throw new UntranslatableException("a shell pattern behind pmatch");
            }
            if (c != '/') {
                if (begun && path.charAt(at - 1) == '/') {
                    out.append("/+");
                }
                character(path, at);
                begun = true;
            }
        }
        out.append(begun ? "(?:/|" + END + ")" : "");
    }

    static String glob(String glob, boolean anyCase) throws UntranslatableException {
        String text = anyCase ? lower(glob) : glob;
        if (anyCase) {
            ascii(glob, Operator.IGLOB);
        }
        PerlPatterns pattern = new PerlPatterns();
        pattern.out.append(anyCase ? "(?s)^" : "(?s-i)^");
        int at = 0;
        while (at < text.length()) {
            at = pattern.globStep(text, at);
        }
        return pattern.out.append(END).toString();
    }

    private int globStep(String glob, int at) throws UntranslatableException {
        switch (glob.charAt(at)) {
            case '*' -> out.append(".*");
            case '?' -> out.append('.');
            case '\\' -> {
                int escaped = at + 1 < glob.length() ? at + 1 : at;
                character(glob, escaped);
                return escaped + 1;
            }
            case '[' -> {
                int close = setEnd(glob, at);
                if (close > 0) {
                    set(glob, at + 1, close);
                    return close + 1;
                }
                character(glob, at);
            }
            default -> character(glob, at);
        }
        return at + 1;
    }

    /** Where the set that opens here is closed, or -1; a first ] is a member. */
    private static int setEnd(String glob, int at) {
        int first = at + 1;
        if (first < glob.length() && isNegation(glob.charAt(first))) {
            first++;
        }
        return glob.indexOf(']', first + 1);
    }

    private static boolean isNegation(char c) {
        return c == '!' || c == '^';
    }

    private void set(String glob, int from, int to) throws UntranslatableException {
        boolean negated = isNegation(glob.charAt(from));
        out.append(negated ? "[^" : "[");
        for (int i = negated ? from + 1 : from; i < to; i++) {
            member(glob.charAt(i));
            if (i + 2 < to && glob.charAt(i + 1) == '-') {
                if (glob.charAt(i) > glob.charAt(i + 2)) {
                    throw new UntranslatableException("a set of a glob that runs backwards");
                }
                out.append('-');
                member(glob.charAt(i + 2));
                i += 2;
            }
        }
        out.append(']');
    }

    private void member(char c) throws UntranslatableException {
        if (c >= 0x7f || c < ' ') {
            throw new UntranslatableException("a set of a glob that is not plain ASCII");
        }
        if (!WiresharkScanner.isLetter(c) && !WiresharkScanner.isDigit(c)) {
            out.append('\\');
        }
        out.append(c);
    }

    private static String escaped(String text) throws UntranslatableException {
        PerlPatterns pattern = new PerlPatterns();
        for (int i = 0; i < text.length(); i++) {
            pattern.character(text, i);
        }
        return pattern.out.toString();
    }

    /** One character that stands for itself. */
    private void character(String text, int at) throws UntranslatableException {
        char c = text.charAt(at);
        if (Operand.Literal.isRawByte(text, at)) {
            throw new UntranslatableException("bytes that are not UTF-8 in a pattern");
        }
        if (c < ' ' || c == 0x7f) {
            out.append("\\x")
                    .append(Character.forDigit(c >> 4, 16))
                    .append(Character.forDigit(c & 15, 16));
            return;
        }
        if ("\\^$.|?*+()[]{}".indexOf(c) >= 0) {
            out.append('\\');
        }
        out.append(c);
    }

    private static void ascii(String text, Operator operator) throws UntranslatableException {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= 0x80) {
                throw new UntranslatableException(
                        operator.symbol() + " with text that is not ASCII");
            }
        }
    }

    private static String lower(String text) {
        StringBuilder lower = new StringBuilder(text);
        for (int i = 0; i < lower.length(); i++) {
            char c = lower.charAt(i);
            if (c >= 'A' && c <= 'Z') {
                lower.setCharAt(i, (char) (c + 'a' - 'A'));
            }
        }
        return lower.toString();
    }
}

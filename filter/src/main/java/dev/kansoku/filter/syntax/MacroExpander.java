// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.filter.syntax;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Puts what macros stand for in their place: {@code $name(a, b)}, {@code ${name}}, {@code
 * ${name:a;b}} and {@code ${name;a;b}}, again and again until none is left. What stands in quotes
 * is left alone. Depth, size and work are bounded, whatever the macros say.
 */
final class MacroExpander {
    /** How many characters all bodies together may have; each use counts {@link #USE} more. */
    private static final int MOST_WORK = 8 * Limits.TEXT;

    private static final int USE = 64;

    private final String written;
    private final Macros macros;
    private final ExpandedText.Builder out;
    private int work;

    private MacroExpander(String written, Macros macros) {
        this.written = written;
        this.macros = macros;
        this.out = new ExpandedText.Builder(written);
    }

    static ExpandedText expand(String text, Macros macros) throws FilterException {
        if (text.indexOf('$') < 0) {
            return ExpandedText.of(text);
        }
        MacroExpander expander = new MacroExpander(text, macros);
        expander.expand(text, null, 0);
        return expander.out.done();
    }

    /**
     * Expands a text.
     *
     * @param use where the macro is used that stands for the text, or null for the filter itself
     */
    private void expand(String text, @Nullable Span use, int depth) throws FilterException {
        int at = 0;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '$') {
                at = call(text, at, use, depth);
            } else {
                int end = c == '"' || c == '\'' ? quoteEnd(text, at) : at + 1;
                for (; at < end; at++) {
                    add(text.charAt(at), at, use);
                }
            }
        }
    }

    private void add(char c, int at, @Nullable Span use) throws FilterException {
        if (out.length() == Limits.TEXT) {
            throw error(
                    "the macros make the filter longer than " + Limits.TEXT + " characters",
                    null,
                    span(at, at + 1, use));
        }
        out.add(c, use == null ? at : use.from(), use == null ? at + 1 : use.to());
    }

    /** Behind the quote that closes the one at {@code at}, or the end of the text. */
    private static int quoteEnd(String text, int at) {
        char quote = text.charAt(at);
        for (int i = at + 1; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\') {
                i++;
            } else if (c == quote) {
                return i + 1;
            }
        }
        return text.length();
    }

    /** Expands the use of a macro that begins here; where the text goes on behind it. */
    private int call(String text, int start, @Nullable Span use, int depth) throws FilterException {
        boolean braces = start + 1 < text.length() && text.charAt(start + 1) == '{';
        int nameAt = start + (braces ? 2 : 1);
        int nameEnd = nameAt;
        while (nameEnd < text.length()
                && (WiresharkScanner.isLetter(text.charAt(nameEnd))
                        || WiresharkScanner.isDigit(text.charAt(nameEnd))
                        || text.charAt(nameEnd) == '-')) {
            nameEnd++;
        }
        String name = text.substring(nameAt, nameEnd);
        char next = nameEnd < text.length() ? text.charAt(nameEnd) : 0;
        boolean opened = braces ? next == ':' || next == ';' || next == '}' : next == '(';
        if (!Macro.isName(name) || !opened) {
            throw error(
                    "a field of the selected frame ($...) can not be had",
                    "events have no selected frame; a macro is written $name(a, b) or"
                            + " ${name:a;b}",
                    span(start, Math.max(nameEnd, start + 1), use));
        }
        Macro macro = macros.named(name);
        if (macro == null) {
            String meant = Nearest.to(name, macros.names());
            throw error(
                    "no macro \"" + name + "\"",
                    meant != null
                            ? "did you mean " + meant + "?"
                            : "macros are read from a file: --macros FILE",
                    span(start, nameEnd, use));
        }
        List<String> arguments = new ArrayList<>();
        int end =
                next == '}'
                        ? nameEnd + 1
                        : arguments(
                                text,
                                nameEnd + 1,
                                braces ? ';' : ',',
                                braces ? '}' : ')',
                                arguments,
                                span(start, nameEnd + 1, use));
        Span where = span(start, end, use);
        check(macro, arguments, where);
        if (depth == Limits.MACRO_DEPTH) {
            throw error(
                    "macros stand for each other more than " + Limits.MACRO_DEPTH + " deep",
                    "does $" + name + " use itself?",
                    where);
        }
        if (macro.length(arguments) + USE > MOST_WORK - work) {
            throw error("the macros stand for too much text", null, where);
        }
        String body = macro.with(arguments);
        work += body.length() + USE;
        expand(body, where, depth + 1);
        return end;
    }

    private void check(Macro macro, List<String> arguments, Span where) throws FilterException {
        int wanted = macro.parameters();
        if (arguments.size() != wanted) {
            throw error(
                    "the macro "
                            + macro.name()
                            + " takes "
                            + wanted
                            + (wanted == 1 ? " argument, not " : " arguments, not ")
                            + arguments.size(),
                    "it stands for " + macro.body(),
                    where);
        }
        for (String argument : arguments) {
            if (argument.isEmpty()) {
                throw error("an argument of the macro " + macro.name() + " is empty", null, where);
            }
        }
    }

    /** Splits arguments at separators that are not in brackets or quotes; the end behind them. */
    private int arguments(
            String text, int from, char separator, char close, List<String> arguments, Span where)
            throws FilterException {
        int open = 0;
        int first = from;
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\'') {
                i = quoteEnd(text, i) - 1;
            } else if (open == 0 && (c == close || c == separator)) {
                arguments.add(text.substring(first, i).strip());
                first = i + 1;
                if (c == close) {
                    if (arguments.size() == 1 && arguments.getFirst().isEmpty()) {
                        arguments.clear();
                    }
                    return i + 1;
                }
            } else if (c == '(' || c == '[' || c == '{') {
                open++;
            } else if (c == ')' || c == ']' || c == '}') {
                open--;
            }
        }
        throw error("expected " + close + " behind the macro's arguments", null, where);
    }

    private static Span span(int from, int to, @Nullable Span use) {
        return use == null ? new Span(from, to) : use;
    }

    private FilterException error(String message, @Nullable String hint, Span where) {
        return new FilterException(message, hint, written, where);
    }
}

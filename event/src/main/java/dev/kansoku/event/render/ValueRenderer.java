// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.event.render;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.kansoku.event.Event;
import dev.kansoku.event.ParameterType;
import dev.kansoku.event.TextBuffer;

/**
 * Writes the parameters of events as text. A parameter has a plain form, such as {@code 3}, and for
 * some types a resolved one, such as {@code <f>/etc/passwd}: what the number stands for. Together
 * they read {@code fd=3(<f>/etc/passwd) }.
 *
 * <p>A value's bytes are never trusted: whatever they are, no more than the parameter's length is
 * read and nothing is thrown. Writing allocates nothing. Not thread-safe, since its clock is not.
 */
public final class ValueRenderer {
    /** How many characters of a buffer {@link BufferForm#CUT} leaves, three dots included. */
    public static final int CUT = 80;

    private static final byte[] MISSING_VALUE = "NULL".getBytes(US_ASCII);
    private static final byte[] INVALID = "INVALID DYNAMIC PARAMETER".getBytes(US_ASCII);

    /** What writers of the first generation put where a text could not be read. */
    private static final byte[] OLD_MISSING_TEXT = "(NULL)\0".getBytes(US_ASCII);

    private final PlainForm plainForm;

    public ValueRenderer(BufferForm bufferForm, LocalClock clock) {
        plainForm = new PlainForm(bufferForm, clock);
    }

    /**
     * All parameters of an event, as {@code evt.args} shows them: {@code name=value } or {@code
     * name=value(resolved) }, each with a blank behind it. Nothing for a generic event.
     */
    public void arguments(Event event, Names names, TextBuffer out) {
        if (event.type().isGeneric()) {
            return;
        }
        ParameterStyle[] styles = ParameterStyle.of(event);
        int count = Math.min(event.parameterCount(), styles.length);
        for (int i = 0; i < count; i++) {
            ParameterStyle style = styles[i];
            out.put(style.prefix);
            plain(event, i, style, names, out);
            if (style.resolves) {
                int end = out.length();
                out.put('(');
                if (resolved(event, i, style, names, out)) {
                    out.put(')');
                } else {
                    out.truncate(end);
                }
            }
            out.put(' ');
        }
    }

    /**
     * One parameter as {@code evt.arg} shows it: its resolved form, or its plain form where it has
     * no other.
     *
     * @return whether the event has such a parameter
     */
    public boolean argument(Event event, int parameter, Names names, TextBuffer out) {
        ParameterStyle[] styles = ParameterStyle.of(event);
        if (parameter < 0 || parameter >= Math.min(event.parameterCount(), styles.length)) {
            return false;
        }
        ParameterStyle style = styles[parameter];
        if (!style.resolves || !resolved(event, parameter, style, names, out)) {
            plain(event, parameter, style, names, out);
        }
        return true;
    }

    /**
     * The plain form of one parameter.
     *
     * @return whether the event has such a parameter
     */
    public boolean plain(Event event, int parameter, Names names, TextBuffer out) {
        ParameterStyle[] styles = ParameterStyle.of(event);
        if (parameter < 0 || parameter >= Math.min(event.parameterCount(), styles.length)) {
            return false;
        }
        plain(event, parameter, styles[parameter], names, out);
        return true;
    }

    private void plain(
            Event event, int parameter, ParameterStyle style, Names names, TextBuffer out) {
        if (isMissing(event, parameter, style)) {
            out.put(style.isText ? PlainForm.MISSING_TEXT : MISSING_VALUE);
            return;
        }
        byte[] bytes = event.bytes();
        int at = event.offset(parameter);
        int length = event.length(parameter);
        if (style.type != ParameterType.DYN) {
            plainForm.append(style.type, style.format, bytes, at, length, names, out);
            return;
        }
        ParameterType type = style.dynamicType(bytes[at]);
        if (type == ParameterType.NONE) {
            out.put(INVALID);
        } else {
            plainForm.append(type, style.format, bytes, at + 1, length - 1, names, out);
        }
    }

    /** The resolved form; false, and nothing written, where there is none. */
    private static boolean resolved(
            Event event, int parameter, ParameterStyle style, Names names, TextBuffer out) {
        if (isMissing(event, parameter, style)) {
            return false;
        }
        byte[] bytes = event.bytes();
        int at = event.offset(parameter);
        int length = event.length(parameter);
        int start = out.length();
        boolean known =
                switch (style.type) {
                    case DYN ->
                            ResolvedForm.append(
                                    style.dynamicType(bytes[at]),
                                    null,
                                    bytes,
                                    at + 1,
                                    length - 1,
                                    names,
                                    out);
                    case FSPATH, FSRELPATH ->
                            ResolvedForm.path(event, style.dirfd, bytes, at, length, names, out);
                    default ->
                            ResolvedForm.append(
                                    style.type, style.symbols, bytes, at, length, names, out);
                };
        if (known && out.length() > start) {
            return true;
        }
        out.truncate(start);
        return false;
    }

    /**
     * Whether the value is missing: it has no bytes, or for text of old writers the word {@code
     * (NULL)}. A dynamic value must have more than its first byte.
     */
    private static boolean isMissing(Event event, int parameter, ParameterStyle style) {
        int length = event.length(parameter);
        if (length == OLD_MISSING_TEXT.length) {
            return style.isText && isOldMissingText(event.bytes(), event.offset(parameter));
        }
        return length == 0 || (length == 1 && style.type == ParameterType.DYN);
    }

    private static boolean isOldMissingText(byte[] bytes, int at) {
        for (int i = 0; i < OLD_MISSING_TEXT.length; i++) {
            if (bytes[at + i] != OLD_MISSING_TEXT[i]) {
                return false;
            }
        }
        return true;
    }
}

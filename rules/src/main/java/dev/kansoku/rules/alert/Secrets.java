// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.rules.alert;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import dev.kansoku.event.TableFile;
import dev.kansoku.event.TextBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Masks passwords, tokens and keys in what was captured: stars stand for whatever a group of one of
 * the patterns in {@code secrets.tsv} holds. It takes time linear in the text's length, whatever
 * the text. Immutable and thread-safe.
 *
 * <p>It knows how secrets are usually written, and not every way in which they may be.
 */
public final class Secrets {
    /** The patterns that come with Kansoku. */
    public static final Secrets USUAL = new Secrets(read());

    /** What stands in the place of a secret, however long it was. */
    public static final String MASK = "***";

    private final List<Form> forms;

    /**
     * One way in which secrets are written.
     *
     * @param hints in lower case; a text without any of them has no such secret
     */
    private record Form(List<String> hints, Pattern pattern) {
        boolean mayBeIn(String lowerCase) {
            for (String hint : hints) {
                if (lowerCase.contains(hint)) {
                    return true;
                }
            }
            return false;
        }
    }

    private Secrets(List<Form> forms) {
        this.forms = List.copyOf(forms);
    }

    private static List<Form> read() {
        List<Form> forms = new ArrayList<>();
        for (String[] cells :
                TableFile.rows(
                        Secrets.class.getResourceAsStream("secrets.tsv"), "secrets.tsv", 3)) {
            forms.add(new Form(List.of(cells[1].split(" ")), Pattern.compile(cells[2])));
        }
        return forms;
    }

    /** A text without its secrets; the same text where it has none. */
    public String masked(String text) {
        String lowerCase = text.toLowerCase(Locale.ROOT);
        String masked = text;
        for (Form form : forms) {
            if (form.mayBeIn(lowerCase)) {
                masked = masked(masked, form.pattern());
            }
        }
        return masked;
    }

    private static String masked(String text, Pattern pattern) {
        Matcher matcher = pattern.matcher(text);
        StringBuilder masked = null;
        int done = 0;
        while (matcher.find()) {
            for (int group = 1; group <= matcher.groupCount(); group++) {
                int from = matcher.start(group);
                if (from >= done && matcher.end(group) > from) {
                    masked = masked == null ? new StringBuilder() : masked;
                    masked.append(text, done, from).append(MASK);
                    done = matcher.end(group);
                }
            }
        }
        return masked == null ? text : masked.append(text, done, text.length()).toString();
    }

    /** The same of the text at the end of a buffer. */
    void mask(TextBuffer out, int from) {
        String text = new String(out.bytes(), from, out.length() - from, StandardCharsets.UTF_8);
        String masked = masked(text);
        if (!masked.equals(text)) {
            out.truncate(from);
            out.put(masked);
        }
    }

    /** The same of a field's value: of texts, alone or in a list. */
    @Nullable Object masked(@Nullable Object value) {
        return switch (value) {
            case String text -> masked(text);
            case List<?> list -> list.stream().map(this::maskedPart).toList();
            case null, default -> value;
        };
    }

    private Object maskedPart(Object value) {
        return value instanceof String text ? masked(text) : value;
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.filter.syntax;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The macros that a filter in Wireshark's dialect may use. They come from a file in the format of
 * Wireshark's {@code dmacros}, one macro a line, {@code #} for a remark:
 *
 * <pre>
 *   "private" $1 == 192.168.0.0/16 or $1 == 172.16.0.0/12 or $1 == 10.0.0.0/8
 * </pre>
 *
 * <p>Immutable and thread-safe.
 */
public final class Macros {
    /** No macro at all. */
    public static final Macros NONE = new Macros(Map.of());

    /** The longest file, in characters. */
    private static final int LONGEST_FILE = 1 << 20;

    private final Map<String, Macro> byName;

    private Macros(Map<String, Macro> byName) {
        this.byName = byName;
    }

    /** Macros that a program made; of two with one name the later counts. */
    public static Macros of(List<Macro> macros) {
        Map<String, Macro> byName = new LinkedHashMap<>();
        for (Macro macro : macros) {
            byName.put(macro.name(), macro);
        }
        return new Macros(byName);
    }

    /** Reads a file in UTF-8. */
    public static Macros read(Path file) throws IOException, FilterException {
        try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            return read(reader);
        }
    }

    /**
     * Reads macros to the end of the reader, which stays open.
     *
     * @throws FilterException where a line is none; it marks the place within that line
     */
    public static Macros read(Reader reader) throws IOException, FilterException {
        char[] buffer = new char[8192];
        StringBuilder text = new StringBuilder();
        for (int n = reader.read(buffer); n >= 0; n = reader.read(buffer)) {
            if (text.length() + n > LONGEST_FILE) {
                throw new FilterException(
                        "the macros are longer than " + LONGEST_FILE + " characters",
                        null,
                        "",
                        new Span(0, 1));
            }
            text.append(buffer, 0, n);
        }
        Map<String, Macro> byName = new LinkedHashMap<>();
        int number = 0;
        for (String line : text.toString().split("\n", -1)) {
            number++;
            String stripped = line.strip();
            if (!stripped.isEmpty() && stripped.charAt(0) != '#') {
                Macro macro = macro(stripped, number);
                if (byName.put(macro.name(), macro) != null) {
                    throw error("the macro \"" + macro.name() + "\" is there twice", line, number);
                }
                if (byName.size() > Limits.MACROS) {
                    throw error("more than " + Limits.MACROS + " macros", line, number);
                }
            }
        }
        return new Macros(byName);
    }

    private static Macro macro(String line, int number) throws FilterException {
        int close = line.indexOf('"', 1);
        if (line.charAt(0) != '"' || close < 0) {
            throw error("expected the macro's name in double quotes", line, number);
        }
        String name = line.substring(1, close);
        if (!Macro.isName(name)) {
            throw error(
                    "\"" + name + "\" can not be the name of a macro: letters, digits, _ and -",
                    line,
                    number);
        }
        Macro macro = new Macro(name, line.substring(close + 1).strip());
        if (macro.body().isEmpty()) {
            throw error("the macro \"" + name + "\" stands for nothing", line, number);
        }
        if (macro.parameters() > Limits.MACRO_PARAMETERS) {
            throw error(
                    "the macro \""
                            + name
                            + "\" has more than "
                            + Limits.MACRO_PARAMETERS
                            + " parameters",
                    line,
                    number);
        }
        return macro;
    }

    private static FilterException error(String message, String line, int number) {
        return new FilterException(
                "line " + number + " of the macros: " + message,
                "a line reads: \"name\" filter, with $1, $2 for what is given",
                line,
                new Span(0, line.length()));
    }

    /** The macro of that name, or null. */
    public @Nullable Macro named(String name) {
        return byName.get(name);
    }

    public Collection<String> names() {
        return byName.keySet();
    }
}

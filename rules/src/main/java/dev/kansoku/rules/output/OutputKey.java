// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.rules.output;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;

/**
 * A setting of outputs: a row of {@code output-keys.tsv}.
 *
 * @param name as it is written
 * @param type of its values
 * @param kinds the outputs that have it, as {@link OutputKind#text} names them; empty for all
 * @param standard what it is where nobody sets it; empty for nothing
 * @param description for people
 */
public record OutputKey(
        String name, Type type, Set<String> kinds, String standard, String description) {
    /** What a setting's value may be. */
    public enum Type {
        TEXT,
        /** Yes or no. */
        FLAG,
        NUMBER,
        /** Bytes, with K, M or G behind. */
        BYTES,
        /** A span such as 500ms, 10s, 5m, 12h or 7d. */
        SPAN,
        /** Given any number of times. */
        TEXTS,
        /** The name of a priority. */
        PRIORITY,
        /** Text, json. */
        FORM
    }

    private static final List<OutputKey> ALL = read();

    /** All of them, in the table's order. */
    public static List<OutputKey> all() {
        return ALL;
    }

    /** Whether outputs of a kind have it. */
    public boolean isOf(OutputKind kind) {
        return kinds.isEmpty() || kinds.contains(kind.text());
    }

    private static List<OutputKey> read() {
        try (InputStream stream = OutputKey.class.getResourceAsStream("output-keys.tsv")) {
            if (stream == null) {
                throw new IllegalStateException("output-keys.tsv is missing");
            }
            return new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))
                    .lines()
                    .filter(line -> !line.startsWith("#") && !line.isBlank())
                    .map(OutputKey::row)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static OutputKey row(String line) {
        String[] cells = line.split("\t", -1);
        return new OutputKey(
                cells[0],
                Type.valueOf(cells[1].toUpperCase(java.util.Locale.ROOT)),
                cells[2].equals("-") ? Set.of() : Set.of(cells[2].split(" ")),
                cells[3].equals("-") ? "" : cells[3],
                cells[4]);
    }
}

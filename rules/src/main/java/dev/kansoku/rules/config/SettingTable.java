// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.rules.config;

import dev.kansoku.rules.Priority;
import dev.kansoku.rules.output.OutputKey;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The settings there are, read from {@code settings.tsv}. Immutable. */
public final class SettingTable {
    private static final String RESOURCE = "settings.tsv";
    private static final int COLUMNS = 7;
    static final String OUTPUTS = "outputs";
    private static final String OUTPUT_ADDRESS = "outputs[].to";
    private static final List<String> PRIORITIES =
            Arrays.stream(Priority.values())
                    .map(priority -> priority.text().toLowerCase(Locale.ROOT))
                    .toList();
    private static final Pattern BETWEEN = Pattern.compile("\\.\\.");
    private static final Map<String, Setting> BY_PATH = read();
    private static final SequencedSet<String> SECTIONS = sections();

    private SettingTable() {}

    /** All of them, in the order of the example. */
    public static List<Setting> all() {
        return List.copyOf(BY_PATH.values());
    }

    /** The one of a path, with {@code []} for a number in brackets, or null. */
    public static @Nullable Setting of(String path) {
        return BY_PATH.get(path);
    }

    /** Paths of sections, the outermost (which is empty) first, lists of sections included. */
    static SequencedSet<String> allSections() {
        return SECTIONS;
    }

    /** The names in a section, those of sections in it included. */
    static List<String> names(String section) {
        List<String> names = new ArrayList<>();
        for (Setting setting : BY_PATH.values()) {
            if (setting.section().equals(section)) {
                names.add(setting.name());
            }
        }
        for (String inner : SECTIONS) {
            int dot = inner.lastIndexOf('.');
            if (!inner.isEmpty()
                    && !inner.endsWith(Setting.EACH)
                    && (dot < 0 ? "" : inner.substring(0, dot)).equals(section)) {
                names.add(inner.substring(dot + 1));
            }
        }
        return names;
    }

    private static SequencedSet<String> sections() {
        SequencedSet<String> sections = new LinkedHashSet<>();
        sections.add("");
        for (Setting setting : BY_PATH.values()) {
            String section = setting.section();
            for (int dot = section.indexOf('.'); dot >= 0; dot = section.indexOf('.', dot + 1)) {
                sections.add(section.substring(0, dot));
            }
            sections.add(section);
        }
        return sections;
    }

    private static Map<String, Setting> read() {
        Map<String, Setting> settings = new LinkedHashMap<>();
        try (InputStream in = SettingTable.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException(RESOURCE + " is missing from the jar");
            }
            BufferedReader reader =
                    new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                if (!line.startsWith("#")) {
                    Setting setting = row(line);
                    if (settings.put(setting.path(), setting) != null) {
                        throw new IllegalStateException(RESOURCE + ": twice: " + line);
                    }
                    if (setting.path().equals(OUTPUT_ADDRESS)) {
                        OutputKey.all().forEach(key -> put(key, settings));
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return settings;
    }

    /** What outputs can be told stands in their own table. */
    private static void put(OutputKey key, Map<String, Setting> settings) {
        String path = OUTPUTS + Setting.EACH + "." + name(key);
        String kinds =
                key.kinds().isEmpty()
                        ? ""
                        : "Of " + String.join(", ", new TreeSet<>(key.kinds())) + ": ";
        String standard = key.standard();
        settings.put(
                path,
                new Setting(
                        path,
                        switch (key.type()) {
                            case TEXT -> SettingKind.TEXT;
                            case TEXTS -> SettingKind.WORDS;
                            case FLAG -> SettingKind.FLAG;
                            case NUMBER -> SettingKind.INTEGER;
                            case BYTES -> SettingKind.SIZE;
                            case SPAN -> SettingKind.SPAN;
                            case PRIORITY, FORM -> SettingKind.CHOICE;
                        },
                        standard.isEmpty()
                                ? null
                                : key.type() == OutputKey.Type.FLAG
                                        ? String.valueOf(standard.equals("yes"))
                                        : standard,
                        null,
                        switch (key.type()) {
                            case PRIORITY -> PRIORITIES;
                            case FORM -> List.of("text", "json");
                            default -> List.of();
                        },
                        null,
                        key.type() == OutputKey.Type.TEXT || key.type() == OutputKey.Type.TEXTS,
                        kinds + key.description()));
    }

    /** An output's setting as it is called here, where names have no dashes. */
    static String name(OutputKey key) {
        return key.name().replace('-', '_');
    }

    private static Setting row(String line) {
        String[] cells = line.split("\t", -1);
        if (cells.length != COLUMNS) {
            throw new IllegalStateException(RESOURCE + ": not " + COLUMNS + " columns: " + line);
        }
        String bounds = cells[3];
        String[] ends = BETWEEN.split(bounds, -1);
        return new Setting(
                cells[0],
                SettingKind.valueOf(cells[1].toUpperCase(Locale.ROOT)),
                present(cells[2]),
                ends.length == 2 ? new Setting.Bounds(ends[0], ends[1]) : null,
                ends.length == 2 || bounds.equals("-") ? List.of() : List.of(bounds.split("\\|")),
                present(cells[4]),
                cells[5].equals("yes"),
                cells[6]);
    }

    private static @Nullable String present(String cell) {
        return cell.equals("-") ? null : cell;
    }
}

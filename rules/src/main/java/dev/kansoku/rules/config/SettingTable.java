package dev.kansoku.rules.config;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The settings there are, read from {@code settings.tsv}. Immutable. */
public final class SettingTable {
    private static final String RESOURCE = "settings.tsv";
    private static final int COLUMNS = 7;
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
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return settings;
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

// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.rules.config;

import dev.kansoku.rules.Place;
import dev.kansoku.rules.output.OutputKey;
import dev.kansoku.rules.output.OutputSpec;
import dev.kansoku.rules.output.OutputSpecException;
import dev.kansoku.rules.output.Outputs;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A configuration that was checked: what each setting is, its default where nobody says. Settings
 * of a list of sections are asked for with their number, as in {@code outputs[0].to}. Immutable.
 */
public final class Config {
    private static final Pattern INDEX = Pattern.compile("\\[\\d+]");

    /** All as it is where nobody says anything. */
    public static final Config DEFAULT = new Config(Map.of(), Map.of(), Map.of());

    /**
     * What somebody gave.
     *
     * @param texts one, or those of a list
     * @param pairs names with texts, of a setting that has such
     */
    record Value(List<String> texts, Map<String, String> pairs, Spot spot) {}

    private final Map<String, Value> given;
    private final Map<String, Integer> counts;
    private final Map<String, Spot> sections;

    /**
     * @param given by path
     * @param counts how many sections lists of such have
     * @param sections where each of them begins
     */
    Config(Map<String, Value> given, Map<String, Integer> counts, Map<String, Spot> sections) {
        this.given = new LinkedHashMap<>(given);
        this.counts = Map.copyOf(counts);
        this.sections = Map.copyOf(sections);
    }

    /** The settings that somebody gave, in their order. */
    public List<String> given() {
        return List.copyOf(given.keySet());
    }

    public boolean isGiven(String path) {
        return given.containsKey(path);
    }

    /** Where a given setting stands; where the configuration begins for one that is not given. */
    public @Nullable Place place(String path) {
        Value value = given.get(path);
        return value == null ? null : value.spot().place();
    }

    /** A problem that points at a given setting or section, for what is found wrong later. */
    public ConfigProblem problem(String path, String message) {
        Value value = given.get(path);
        int dot = path.lastIndexOf('.');
        Spot spot =
                value != null
                        ? value.spot()
                        : sections.getOrDefault(
                                path, sections.get(path.substring(0, Math.max(0, dot))));
        return spot == null
                ? new ConfigProblem(new Place(path, 1, 1), message, "")
                : ConfigProblem.at(spot, message);
    }

    /** The paths of what another configuration says differently, in no order. */
    public Set<String> changed(Config other) {
        Set<String> paths = new TreeSet<>(given.keySet());
        paths.addAll(other.given.keySet());
        paths.removeIf(path -> said(path).equals(other.said(path)));
        return paths;
    }

    private List<Object> said(String path) {
        return List.of(words(path), pairs(path));
    }

    /** How many sections a list of such has. */
    public int count(String list) {
        return counts.getOrDefault(list, 0);
    }

    /** The setting of a path with numbers in brackets. */
    public static Setting setting(String path) {
        return Objects.requireNonNull(
                SettingTable.of(INDEX.matcher(path).replaceAll(Setting.EACH)), path);
    }

    /** The text, or null where it has no value. */
    public @Nullable String textOrNull(String path) {
        Value value = given.get(path);
        return value == null ? setting(path).fallback() : value.texts().getFirst();
    }

    /** The text of a setting that has a default. */
    public String text(String path) {
        return Objects.requireNonNull(textOrNull(path), path);
    }

    /** One of the words of a choice, in lower case. */
    public String choice(String path) {
        return text(path).toLowerCase(Locale.ROOT);
    }

    /** The texts of a list, empty where there are none. */
    public List<String> words(String path) {
        Value value = given.get(path);
        if (value != null) {
            return value.texts();
        }
        String fallback = setting(path).fallback();
        return fallback == null ? List.of() : List.of(fallback.split("\\|"));
    }

    /** Names with texts. */
    public Map<String, String> pairs(String path) {
        Value value = given.get(path);
        return value == null ? Map.of() : value.pairs();
    }

    public boolean flag(String path) {
        return Boolean.parseBoolean(text(path));
    }

    public long integer(String path) {
        return Objects.requireNonNull(ValueText.integer(text(path)));
    }

    public double number(String path) {
        return Objects.requireNonNull(ValueText.number(text(path)));
    }

    /** A span of time in nanoseconds. */
    public long nanos(String path) {
        return Objects.requireNonNull(ValueText.span(text(path)));
    }

    /** A number of bytes. */
    public long bytes(String path) {
        return Objects.requireNonNull(ValueText.size(text(path)));
    }

    /** Where to listen, or null where nobody says. */
    public @Nullable InetSocketAddress address(String path) {
        String text = textOrNull(path);
        return text == null ? null : ValueText.address(text);
    }

    /**
     * Where alerts go; empty where nobody says.
     *
     * @throws ConfigException where an output cannot be as it is written
     */
    public List<OutputSpec> outputs() throws ConfigException {
        List<OutputSpec> outputs = new ArrayList<>();
        List<ConfigProblem> problems = new ArrayList<>();
        for (int i = 0; i < count(SettingTable.OUTPUTS); i++) {
            String path = SettingTable.OUTPUTS + "[" + i + "]";
            String address = textOrNull(path + ".to");
            if (address == null) {
                problems.add(problem(path, path + " says nothing of where to: it has no \"to\""));
                continue;
            }
            SequencedMap<String, List<String>> settings = new LinkedHashMap<>();
            for (OutputKey key : OutputKey.all()) {
                Value value = given.get(path + "." + SettingTable.name(key));
                if (value != null) {
                    settings.put(key.name(), value.texts());
                }
            }
            OutputSpec output = new OutputSpec(address, settings);
            try {
                Outputs.check(output);
                outputs.add(output);
            } catch (OutputSpecException e) {
                String key = e.key();
                problems.add(
                        problem(
                                path + "." + (key == null ? "to" : key.replace('-', '_')),
                                path + ": " + named(e.getMessage())));
            }
        }
        if (!problems.isEmpty()) {
            throw new ConfigException(problems);
        }
        return outputs;
    }

    /** A message of outputs with their settings called as they are here. */
    private static String named(@Nullable String message) {
        String text = message == null ? "" : message;
        for (OutputKey key : OutputKey.all()) {
            text = text.replace(key.name(), SettingTable.name(key));
        }
        return text;
    }

    /**
     * What was given as options of the command line have it, by their long names; a flag has an
     * empty argument.
     *
     * @param wanted takes a path; settings that it refuses are left out
     */
    public Map<String, List<String>> options(Predicate<String> wanted) {
        Map<String, List<String>> options = new LinkedHashMap<>();
        given.forEach(
                (path, value) -> {
                    Setting setting = setting(path);
                    String option = setting.option();
                    if (option == null || !wanted.test(path)) {
                        return;
                    }
                    if (setting.kind() != SettingKind.FLAG) {
                        options.computeIfAbsent(option, _ -> new ArrayList<>())
                                .addAll(value.texts());
                    } else if (flag(path)) {
                        options.put(option, List.of(""));
                    }
                });
        options.values().removeIf(List::isEmpty);
        return options;
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.rules.config;

import dev.kansoku.filter.syntax.Nearest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads a configuration: a file, then what the environment says, then what the command line says;
 * the later wins. All mistakes are found, not the first alone.
 */
public final class ConfigReader {
    private static final Pattern VARIABLE =
            Pattern.compile("(\\$?)\\$\\{([A-Za-z_][A-Za-z0-9_]{0,127})}");
    private static final int LONGEST = 1 << 22;
    private static final int MOST_PROBLEMS = 50;

    private final Map<String, String> environment;
    private final List<ConfigProblem> problems = new ArrayList<>();
    private final Map<String, Config.Value> given = new LinkedHashMap<>();
    private final Map<String, Integer> counts = new LinkedHashMap<>();
    private final Map<String, Spot> sections = new LinkedHashMap<>();

    private ConfigReader(Map<String, String> environment) {
        this.environment = environment;
    }

    /**
     * @param file to read, or null for none
     * @param sets overrides, such as {@code rules.matching=all}
     * @param environment variables, as of {@link System#getenv()}
     * @throws IOException where the file cannot be read
     * @throws ConfigException where something in it is wrong
     */
    public static Config read(
            @Nullable Path file, List<String> sets, Map<String, String> environment)
            throws IOException, ConfigException {
        return file == null
                ? read("", "", sets, environment)
                : read(file.toString(), textOf(file), sets, environment);
    }

    /** The same of a text in memory. */
    static Config read(String name, String text, List<String> sets, Map<String, String> environment)
            throws ConfigException {
        return new ConfigReader(environment).read(name, text, sets);
    }

    private static String textOf(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return new String(in.readNBytes(LONGEST), StandardCharsets.UTF_8);
        }
    }

    private Config read(String name, String text, List<String> sets) throws ConfigException {
        Node found = YamlText.read(name, text);
        Node.Mapping root;
        if (found instanceof Node.Mapping mapping) {
            root = mapping;
        } else if (found == null) {
            root =
                    new Node.Mapping(
                            new ArrayList<>(),
                            new Spot(new dev.kansoku.rules.Place(name, 1, 1), "", 1));
        } else {
            throw new ConfigException(
                    List.of(
                            ConfigProblem.at(
                                    found.spot(), "a configuration is made of key: value")));
        }
        for (SettingOverride override : SettingOverride.of(environment)) {
            put(override, root);
        }
        for (String set : sets) {
            try {
                put(SettingOverride.read("--set", set), root);
            } catch (ConfigException e) {
                problems.addAll(e.problems());
            }
        }
        section("", "", root);
        if (!problems.isEmpty()) {
            throw new ConfigException(problems);
        }
        return new Config(given, counts, sections);
    }

    private void put(SettingOverride override, Node.Mapping root) {
        try {
            Overlay.put(override, root);
        } catch (ConfigException e) {
            problems.addAll(e.problems());
        }
    }

    private void section(String pattern, String path, Node.Mapping section) {
        Set<String> seen = new HashSet<>();
        String outer = pattern.isEmpty() ? "" : pattern + ".";
        String prefix = path.isEmpty() ? "" : path + ".";
        for (Node.Entry entry : section.entries()) {
            String name = entry.key().text();
            Setting setting = SettingTable.of(outer + name);
            if (!seen.add(name)) {
                fault(entry.key(), "\"" + name + "\" stands here twice");
            } else if (name.contains(".") || name.endsWith(Setting.EACH)) {
                unknown(entry.key(), pattern);
            } else if (setting != null) {
                value(setting, prefix + name, entry);
            } else if (SettingTable.of(outer + name + Setting.EACH) != null) {
                sections(outer + name + Setting.EACH, prefix + name, entry);
            } else if (SettingTable.allSections().contains(outer + name)) {
                inner(outer + name, prefix + name, entry);
            } else {
                unknown(entry.key(), pattern);
            }
        }
    }

    private void unknown(Node.Scalar key, String section) {
        List<String> names = SettingTable.names(section);
        String nearest = Nearest.to(key.text(), names);
        fault(
                key,
                "no setting \""
                        + key.text()
                        + "\""
                        + (section.isEmpty() ? "" : " in " + section.replace(Setting.EACH, ""))
                        + (nearest == null
                                ? ": there are " + String.join(", ", names)
                                : ": did you mean " + nearest + "?"));
    }

    private void inner(String pattern, String path, Node.Entry entry) {
        if (entry.value() instanceof Node.Mapping mapping) {
            section(pattern, path, mapping);
        } else if (!(entry.value() instanceof Node.Scalar scalar && scalar.isNull())) {
            fault(entry.value(), path + " is made of key: value");
        }
    }

    private void sections(String pattern, String path, Node.Entry entry) {
        if (entry.value() instanceof Node.Sequence sequence) {
            counts.put(path, sequence.items().size());
            for (int i = 0; i < sequence.items().size(); i++) {
                Node item = sequence.items().get(i);
                String each = path + "[" + i + "]";
                sections.put(each, item.spot());
                if (item instanceof Node.Mapping mapping) {
                    section(pattern, each, mapping);
                } else {
                    fault(item, each + " is made of key: value");
                }
            }
        } else if (!(entry.value() instanceof Node.Scalar scalar && scalar.isNull())) {
            fault(entry.value(), path + " is a list, each entry behind a dash");
        }
    }

    private void value(Setting setting, String path, Node.Entry entry) {
        Node node = entry.value();
        if (node instanceof Node.Scalar scalar && scalar.isNull()) {
            return;
        }
        List<String> texts = new ArrayList<>();
        Map<String, String> pairs = new LinkedHashMap<>();
        switch (node) {
            case Node.Scalar scalar when setting.kind() != SettingKind.TEXTS ->
                    add(setting, path, scalar, texts);
            case Node.Sequence sequence when setting.kind() == SettingKind.WORDS -> {
                for (Node item : sequence.items()) {
                    if (item instanceof Node.Scalar scalar) {
                        add(setting, path, scalar, texts);
                    } else {
                        fault(item, path + " is a list of texts");
                    }
                }
            }
            case Node.Mapping mapping when setting.kind() == SettingKind.TEXTS -> {
                for (Node.Entry pair : mapping.entries()) {
                    if (pair.value() instanceof Node.Scalar scalar) {
                        pairs.put(pair.key().text(), replaced(setting, scalar));
                    } else {
                        fault(pair.value(), path + " is made of name: text");
                    }
                }
            }
            default ->
                    fault(
                            node,
                            path
                                    + switch (setting.kind()) {
                                        case WORDS -> " is a list of texts";
                                        case TEXTS -> " is made of name: text";
                                        default -> " takes one value";
                                    });
        }
        given.put(path, new Config.Value(List.copyOf(texts), pairs, node.spot()));
    }

    private void add(Setting setting, String path, Node.Scalar scalar, List<String> texts) {
        String text = replaced(setting, scalar);
        String wrong = ValueText.fault(setting, text);
        if (wrong != null) {
            String nearest = Nearest.to(text, setting.words());
            fault(
                    scalar,
                    path
                            + " "
                            + wrong
                            + ", not \""
                            + text
                            + "\""
                            + (nearest == null ? "" : ": did you mean " + nearest + "?"));
        }
        texts.add(text);
    }

    /** With the environment's values in it, where the setting has such. */
    private String replaced(Setting setting, Node.Scalar scalar) {
        if (!setting.environment() || !scalar.text().contains("${")) {
            return scalar.text();
        }
        Matcher variable = VARIABLE.matcher(scalar.text());
        StringBuilder text = new StringBuilder();
        while (variable.find()) {
            String name = variable.group(2);
            String value = environment.get(name);
            if (!variable.group(1).isEmpty()) {
                value = variable.group().substring(1);
            } else if (value == null) {
                fault(scalar, "the environment has no " + name + " ($${" + name + "} is the text)");
                value = "";
            }
            variable.appendReplacement(text, Matcher.quoteReplacement(value));
        }
        return variable.appendTail(text).toString();
    }

    private void fault(Node node, String message) {
        if (problems.size() < MOST_PROBLEMS) {
            problems.add(ConfigProblem.at(node.spot(), message));
        }
    }
}

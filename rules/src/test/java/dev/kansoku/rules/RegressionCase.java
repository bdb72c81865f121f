// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.rules;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * A case of Falco's public regression data, as its test files have it: what to load, what to read,
 * what to expect.
 *
 * @param folder what the paths in it are relative to
 * @param file the name of the file that it stands in
 * @param name of the case
 * @param values texts, lists and maps of them
 */
public record RegressionCase(Path folder, String file, String name, Map<String, Object> values) {
    private static final List<String> FILES =
            List.of(
                    "falco_tests.yaml",
                    "falco_tests_exceptions.yaml",
                    "falco_tests_package.yaml",
                    "falco_tests_plugins.yaml",
                    "falco_k8s_audit_tests.yaml");

    /** All cases; the test is skipped where the data is absent. */
    public static List<RegressionCase> all() {
        Path folder = Shared.folder("falco-regression");
        List<RegressionCase> cases = new ArrayList<>();
        for (String file : FILES) {
            cases.addAll(of(folder, file));
        }
        return cases;
    }

    private static List<RegressionCase> of(Path folder, String file) {
        List<RegressionCase> cases = new ArrayList<>();
        try {
            String text = Files.readString(folder.resolve(file));
            Node root =
                    new Compose(LoadSettings.builder().build()).composeString(text).orElseThrow();
            for (Object group : ((Map<?, ?>) plain(root)).values()) {
                ((Map<?, ?>) group)
                        .forEach(
                                (name, values) ->
                                        cases.add(
                                                new RegressionCase(
                                                        folder,
                                                        file,
                                                        name.toString(),
                                                        texts((Map<?, ?>) values))));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return cases;
    }

    private static Map<String, Object> texts(Map<?, ?> map) {
        Map<String, Object> texts = new LinkedHashMap<>();
        map.forEach((key, value) -> texts.put(key.toString(), value));
        return texts;
    }

    private static Object plain(Node node) {
        return switch (node) {
            case ScalarNode scalar -> scalar.getValue();
            case SequenceNode sequence ->
                    sequence.getValue().stream().map(RegressionCase::plain).toList();
            case MappingNode mapping -> {
                Map<String, Object> values = new LinkedHashMap<>();
                for (NodeTuple tuple : mapping.getValue()) {
                    values.put(plain(tuple.getKeyNode()).toString(), plain(tuple.getValueNode()));
                }
                yield values;
            }
            default -> throw new IllegalArgumentException("a node of no kind: " + node);
        };
    }

    public boolean has(String key) {
        return values.containsKey(key);
    }

    public @Nullable Object value(String key) {
        return values.get(key);
    }

    /** The text of a key, or null where it is absent. */
    public @Nullable String text(String key) {
        Object value = values.get(key);
        return value == null ? null : value.toString();
    }

    /** The texts of a key, which may have one alone; empty where it is absent. */
    public List<String> texts(String key) {
        return switch (values.get(key)) {
            case null -> List.of();
            case List<?> several -> several.stream().map(Object::toString).toList();
            case Object one -> List.of(one.toString());
        };
    }

    /** The maps of a key's list; empty where it is absent. */
    public List<Map<String, Object>> maps(String key) {
        List<Map<String, Object>> maps = new ArrayList<>();
        if (values.get(key) instanceof List<?> several) {
            several.forEach(one -> maps.add(texts((Map<?, ?>) one)));
        }
        return maps;
    }

    /** The truth of a key, or the default where it is absent. */
    public boolean flag(String key, boolean otherwise) {
        String text = text(key);
        return text == null ? otherwise : text.toLowerCase(Locale.ROOT).equals("true");
    }

    /** The files and folders of a key. */
    public List<Path> paths(String key) {
        return texts(key).stream().map(folder::resolve).toList();
    }

    @Override
    public String toString() {
        return file + ": " + name;
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.rules.trial;

import dev.kansoku.filter.syntax.Nearest;
import dev.kansoku.rules.Place;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.composer.Composer;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/** A value of a YAML file that knows where it stands. */
final class Yaml {
    /** The largest file, in characters. */
    static final int LONGEST = 4 * 1024 * 1024;

    private static final int DEEPEST = 30;

    private final String file;
    private final Node node;

    private Yaml(String file, Node node) {
        this.file = file;
        this.node = node;
    }

    /** The one document of a text. */
    static Yaml read(String file, String text) throws TrialException {
        LoadSettings settings =
                LoadSettings.builder()
                        .setLabel(file)
                        .setCodePointLimit(LONGEST)
                        .setMaxAliasesForCollections(100)
                        .build();
        try {
            requireFlat(file, () -> parser(settings, text));
            Optional<Node> root = new Composer(settings, parser(settings, text)).getSingleNode();
            if (root.isEmpty()) {
                throw new TrialException(new Place(file, 1, 1), "nothing stands in it");
            }
            return new Yaml(file, root.get());
        } catch (MarkedYamlEngineException e) {
            Optional<Mark> mark = e.getProblemMark().or(e::getContextMark);
            throw new TrialException(
                    place(file, mark), e.getProblem().lines().findFirst().orElse("not YAML"));
        } catch (YamlEngineException e) {
            throw new TrialException(new Place(file, 1, 1), "not YAML: " + e.getMessage());
        }
    }

    private static ParserImpl parser(LoadSettings settings, String text) {
        return new ParserImpl(settings, new StreamReader(settings, text));
    }

    /** Composing is recursive: what is nested too deep is refused before. */
    private static void requireFlat(String file, Iterable<Event> events) throws TrialException {
        int depth = 0;
        for (Event event : events) {
            depth += event instanceof CollectionStartEvent ? 1 : 0;
            depth -= event instanceof CollectionEndEvent ? 1 : 0;
            if (depth > DEEPEST) {
                throw new TrialException(
                        place(file, event.getStartMark()), "nested more than " + DEEPEST + " deep");
            }
        }
    }

    private static Place place(String file, Optional<Mark> mark) {
        return new Place(
                file,
                mark.map(Mark::getLine).orElse(0) + 1,
                mark.map(Mark::getColumn).orElse(0) + 1);
    }

    Place where() {
        return place(file, node.getStartMark());
    }

    TrialException wrong(String message) {
        return new TrialException(where(), message);
    }

    boolean isText() {
        return node instanceof ScalarNode;
    }

    boolean isList() {
        return node instanceof SequenceNode;
    }

    String text() throws TrialException {
        if (node instanceof ScalarNode scalar) {
            return scalar.getValue();
        }
        throw wrong("a word or a text is expected here");
    }

    /** A whole number, also as 0x1f. */
    long number() throws TrialException {
        try {
            return Long.decode(text());
        } catch (NumberFormatException _) {
            throw wrong("\"" + text() + "\" is no number");
        }
    }

    boolean truth() throws TrialException {
        return switch (text()) {
            case "true", "yes" -> true;
            case "false", "no" -> false;
            default -> throw wrong("true or false is expected here");
        };
    }

    List<Yaml> list() throws TrialException {
        if (!(node instanceof SequenceNode sequence)) {
            throw wrong("a list is expected here");
        }
        List<Yaml> items = new ArrayList<>();
        for (Node item : sequence.getValue()) {
            items.add(new Yaml(file, item));
        }
        return items;
    }

    /** The texts of a list, or the one text that stands in its place. */
    List<String> texts() throws TrialException {
        if (isText()) {
            return List.of(text());
        }
        List<String> texts = new ArrayList<>();
        for (Yaml item : list()) {
            texts.add(item.text());
        }
        return texts;
    }

    /** Names with their values, in order. */
    Map<String, Yaml> members() throws TrialException {
        if (!(node instanceof MappingNode mapping)) {
            throw wrong("names with values are expected here");
        }
        Map<String, Yaml> members = new LinkedHashMap<>();
        for (NodeTuple tuple : mapping.getValue()) {
            String name = new Yaml(file, tuple.getKeyNode()).text();
            if (members.put(name, new Yaml(file, tuple.getValueNode())) != null) {
                throw new Yaml(file, tuple.getKeyNode()).wrong("\"" + name + "\" stands twice");
            }
        }
        return members;
    }

    /** Names with their values, none of which is another than these. */
    Map<String, Yaml> members(Collection<String> known) throws TrialException {
        Map<String, Yaml> members = members();
        for (Map.Entry<String, Yaml> member : members.entrySet()) {
            if (!known.contains(member.getKey())) {
                throw member.getValue()
                        .wrong(unknown("key", member.getKey(), known) + among(known));
            }
        }
        return members;
    }

    private static String among(Collection<String> known) {
        return " (known are " + String.join(", ", known) + ")";
    }

    /** Says that a name means nothing, and which was probably meant. */
    static String unknown(String kind, String name, Collection<String> known) {
        String meant = Nearest.to(name, known);
        return "no " + kind + " \"" + name + "\"" + suggestion(meant);
    }

    private static String suggestion(@Nullable String meant) {
        return meant == null ? "" : ", did you mean " + meant + "?";
    }
}

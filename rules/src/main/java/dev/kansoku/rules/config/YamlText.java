// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.rules.config;

import dev.kansoku.rules.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.composer.Composer;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.parser.Parser;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/** Reads one document of YAML, bounded in size, depth and aliases. */
final class YamlText {
    private static final int LONGEST = 1 << 20;
    private static final int DEEPEST = 16;
    private static final int MOST_ALIASES = 20;
    private static final int MOST_NODES = 100_000;

    private final String name;
    private final String[] lines;
    private final int indent;
    private int nodes;

    private YamlText(String name, String before, String text) {
        this.name = name;
        this.lines = text.split("\n", -1);
        this.lines[0] = before + lines[0];
        this.indent = before.length();
    }

    /**
     * @param name of the file, for messages
     * @return what the document says, or null where it is empty
     */
    static @Nullable Node read(String name, String text) throws ConfigException {
        return new YamlText(name, "", text).read(text);
    }

    /**
     * The same of a part of a line.
     *
     * @param before what stands before it in the line
     */
    static @Nullable Node readBehind(String before, String name, String text)
            throws ConfigException {
        return new YamlText(name, before, text).read(text);
    }

    private @Nullable Node read(String text) throws ConfigException {
        if (text.length() > LONGEST) {
            throw problem(spot(0, 0, 1), "is longer than " + LONGEST + " characters");
        }
        LoadSettings settings =
                LoadSettings.builder()
                        .setLabel(name)
                        .setCodePointLimit(LONGEST)
                        .setMaxAliasesForCollections(MOST_ALIASES)
                        .setAllowDuplicateKeys(true)
                        .build();
        try {
            requireFlat(settings, text);
            Node found = null;
            Composer composer = new Composer(settings, parser(settings, text));
            while (composer.hasNext()) {
                org.snakeyaml.engine.v2.nodes.Node node = composer.next();
                if (found != null) {
                    throw problem(spot(node), "a configuration is one document");
                }
                found = node(node);
            }
            return found instanceof Node.Scalar scalar && scalar.isNull() ? null : found;
        } catch (MarkedYamlEngineException e) {
            Optional<Mark> mark = e.getProblemMark().or(e::getContextMark);
            throw problem(
                    mark.isPresent()
                            ? spot(mark.get().getLine(), mark.get().getColumn(), 1)
                            : spot(0, 0, 1),
                    "is no YAML: " + e.getProblem());
        } catch (YamlEngineException e) {
            throw problem(spot(0, 0, 1), "is no YAML: " + e.getMessage());
        }
    }

    /** Nodes are composed by recursion, so depth is looked at before. */
    private void requireFlat(LoadSettings settings, String text) throws ConfigException {
        int depth = 0;
        Parser parser = parser(settings, text);
        while (parser.hasNext()) {
            Event event = parser.next();
            if (event instanceof CollectionStartEvent start) {
                if (++depth > DEEPEST) {
                    Mark mark = start.getStartMark().orElse(null);
                    throw problem(
                            mark == null
                                    ? spot(0, 0, 1)
                                    : spot(mark.getLine(), mark.getColumn(), 1),
                            "is nested too deeply");
                }
            } else if (event instanceof CollectionEndEvent) {
                depth--;
            }
        }
    }

    private static Parser parser(LoadSettings settings, String text) {
        return new ParserImpl(settings, new StreamReader(settings, text));
    }

    private Node node(org.snakeyaml.engine.v2.nodes.Node node) throws ConfigException {
        Spot spot = spot(node);
        if (++nodes > MOST_NODES) {
            throw problem(spot, "has too many values");
        }
        return switch (node) {
            case ScalarNode scalar ->
                    new Node.Scalar(
                            scalar.getValue(), scalar.getScalarStyle() != ScalarStyle.PLAIN, spot);
            case SequenceNode sequence -> {
                List<Node> items = new ArrayList<>();
                for (org.snakeyaml.engine.v2.nodes.Node item : sequence.getValue()) {
                    items.add(node(item));
                }
                yield new Node.Sequence(items, spot);
            }
            case MappingNode mapping -> {
                List<Node.Entry> entries = new ArrayList<>();
                for (NodeTuple tuple : mapping.getValue()) {
                    if (!(node(tuple.getKeyNode()) instanceof Node.Scalar key)) {
                        throw problem(spot(tuple.getKeyNode()), "a key is a word");
                    }
                    entries.add(new Node.Entry(key, node(tuple.getValueNode())));
                }
                yield new Node.Mapping(entries, spot);
            }
            default -> throw problem(spot, "is no list, no map and no word");
        };
    }

    private Spot spot(org.snakeyaml.engine.v2.nodes.Node node) {
        Mark start = node.getStartMark().orElse(null);
        if (start == null) {
            return spot(0, 0, 1);
        }
        Mark end = node.getEndMark().orElse(start);
        int width =
                !(node instanceof ScalarNode) || end.getLine() != start.getLine()
                        ? 1
                        : end.getColumn() - start.getColumn();
        return spot(start.getLine(), start.getColumn(), width);
    }

    private Spot spot(int line, int column, int width) {
        String text = line < lines.length ? lines[line] : "";
        int from = line == 0 ? column + indent : column;
        return new Spot(new Place(name, line + 1, from + 1), text, Math.max(1, width));
    }

    private static ConfigException problem(Spot spot, String message) {
        return new ConfigException(List.of(ConfigProblem.at(spot, message)));
    }
}

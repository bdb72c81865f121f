// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.rules.load;

import java.util.Iterator;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.composer.Composer;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ParserException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/** The documents of a YAML text one after the other, with bounds on what a text may ask for. */
final class YamlText {
    /** The largest rule file, in characters. */
    static final int LONGEST = 16 * 1024 * 1024;

    /** How deep nodes may lie in nodes; the language needs seven levels. */
    private static final int DEEPEST = 50;

    /** How often collections may be referred to by an alias. */
    private static final int MOST_ALIASES = 1000;

    private final Source source;
    private final Iterator<Node> documents;

    YamlText(Source source) {
        this.source = source;
        LoadSettings settings =
                LoadSettings.builder()
                        .setLabel(source.name())
                        .setSchema(new CoreSchema())
                        .setCodePointLimit(LONGEST)
                        .setMaxAliasesForCollections(MOST_ALIASES)
                        .build();
        this.documents =
                new BoundedComposer(
                        settings,
                        new ParserImpl(settings, new StreamReader(settings, source.text())));
    }

    /** The next document, or null behind the last. */
    Optional<Node> next() throws LoadException {
        try {
            return documents.hasNext() ? Optional.of(documents.next()) : Optional.empty();
        } catch (MarkedYamlEngineException e) {
            int offset = source.offset(e.getProblemMark().or(e::getContextMark));
            throw wrong(offset, e.getProblem());
        } catch (ReaderException e) {
            int points = source.text().codePointCount(0, source.text().length());
            throw wrong(
                    source.text().offsetByCodePoints(0, Math.min(e.getPosition(), points)),
                    "a character that YAML does not allow: code "
                            + Integer.toHexString(e.getCodePoint()));
        } catch (YamlEngineException e) {
            throw wrong(0, String.valueOf(e.getMessage()));
        }
    }

    private LoadException wrong(int offset, String message) {
        String line = message.lines().findFirst().orElse("not YAML");
        Context context = Context.of(source).in(ItemType.VALUE, "", offset);
        return new LoadException(context.problem(Code.ERR_YAML_PARSE, line));
    }

    /** Stops before the stack does. */
    private static final class BoundedComposer extends Composer {
        private int depth;

        BoundedComposer(LoadSettings settings, ParserImpl parser) {
            super(settings, parser);
        }

        @Override
        protected SequenceNode composeSequenceNode(Optional<Anchor> anchor) {
            enter();
            SequenceNode node = super.composeSequenceNode(anchor);
            depth--;
            return node;
        }

        @Override
        protected Node composeMappingNode(Optional<Anchor> anchor) {
            enter();
            Node node = super.composeMappingNode(anchor);
            depth--;
            return node;
        }

        private void enter() {
            if (++depth > DEEPEST) {
                throw new ParserException(
                        "nested more than " + DEEPEST + " deep", parser.peekEvent().getStartMark());
            }
        }
    }
}

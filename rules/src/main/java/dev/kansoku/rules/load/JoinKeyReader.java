// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.rules.load;

import dev.kansoku.engine.EventContext;
import dev.kansoku.filter.ShownOperand;
import dev.kansoku.filter.field.FieldCatalogue;
import dev.kansoku.filter.field.FieldType;
import dev.kansoku.filter.syntax.FilterException;
import dev.kansoku.filter.syntax.SysdigParser;
import dev.kansoku.rules.JoinKey;
import java.util.ArrayList;
import java.util.List;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** Reads what events have in common: {@code tree}, a field, or a list of fields. */
final class JoinKeyReader {
    private final FieldCatalogue<EventContext> fields;

    JoinKeyReader(FieldCatalogue<EventContext> fields) {
        this.fields = fields;
    }

    /**
     * The value of a key that there is.
     *
     * @param orTree whether it may be a process tree
     */
    JoinKey read(ItemNode item, String key, boolean orTree) throws LoadException {
        Node value = item.value(key);
        List<Scalar> names =
                value instanceof ScalarNode ? List.of(item.text(key)) : item.texts(key);
        Node place = value == null ? item.node() : value;
        Context context = item.context().in(ItemType.VALUE, key, place);
        if (names.isEmpty() || names.size() > JoinKey.MOST_FIELDS) {
            throw context.invalid("expected from 1 to " + JoinKey.MOST_FIELDS + " fields");
        }
        List<String> read = new ArrayList<>();
        for (Scalar name : names) {
            if (name.value().equals(JoinKey.TREE_WORD)) {
                if (!orTree || names.size() > 1) {
                    throw item.context()
                            .in(ItemType.VALUE, key, name.node())
                            .invalid(
                                    orTree
                                            ? "\"tree\" stands alone"
                                            : "\"tree\" is for sequences: name a field, such as"
                                                    + " proc.sid");
                }
                return JoinKey.TREE;
            }
            requireField(item, key, name);
            read.add(JoinKey.field(name.value()));
        }
        return new JoinKey(false, read);
    }

    /** Refuses what is no field. */
    void requireField(ItemNode item, String key, Scalar name) throws LoadException {
        try {
            field(JoinKey.field(name.value()));
        } catch (FilterException e) {
            Context at = item.context().in(ItemType.VALUE, key, name.node());
            throw new LoadException(
                    at.problem(
                            Code.ERR_VALIDATE,
                            String.valueOf(e.getMessage()),
                            e.hint(),
                            name.value().length()));
        }
    }

    private ShownOperand<EventContext> field(String name) throws FilterException {
        return ShownOperand.of(SysdigParser.operand(name, 0), name, fields);
    }

    /** Refuses keys of two steps that can never be equal. */
    void requireAlike(JoinKey one, JoinKey other, Context context) throws LoadException {
        if (one.tree() != other.tree()) {
            throw context.invalid(
                    "steps are joined by \"tree\" or by fields, not some by one and some by the"
                            + " other");
        }
        if (one.fields().size() != other.fields().size()) {
            throw context.invalid("all steps are joined by as many fields");
        }
        for (int i = 0; i < one.fields().size(); i++) {
            String first = one.fields().get(i);
            String second = other.fields().get(i);
            if (isText(first) != isText(second)) {
                throw context.invalid(
                        first + " and " + second + " are a text and a number: never equal");
            }
        }
    }

    private boolean isText(String name) {
        try {
            FieldType type = field(name).definition().type();
            return switch (type) {
                case TEXT, BYTES, ADDRESS, NET -> true;
                default -> false;
            };
        } catch (FilterException e) {
            throw new IllegalStateException(name + " was a field before", e);
        }
    }
}

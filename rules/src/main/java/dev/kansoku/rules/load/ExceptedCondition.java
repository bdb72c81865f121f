// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.rules.load;

import dev.kansoku.rules.load.ExceptionItem.Entry;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes a rule's condition with its exceptions: {@code (condition) and not ((a = 1 and b = 2) or
 * ...)} for each of them that has values.
 */
final class ExceptedCondition {
    private ExceptedCondition() {}

    static ConditionText of(RuleItem rule) throws LoadException {
        ConditionText condition = ConditionText.of(rule.condition());
        if (rule.exceptions().isEmpty()) {
            return condition;
        }
        ConditionText.Builder out = new ConditionText.Builder();
        out.put("(").put(condition, 0, condition.text().length()).put(")");
        for (ExceptionItem exception : rule.exceptions()) {
            if (!exception.values().isEmpty()) {
                out.put(" and not ");
                switch (exception.fields()) {
                    case Entry.One(Scalar field) -> ofOne(exception, field, out);
                    case Entry.Several(Context _, List<Entry> fields) ->
                            ofSeveral(exception, fields, out);
                    case null -> throw exception.context().wrong("an exception needs \"fields\"");
                }
            }
        }
        return out.build();
    }

    /** One field, compared with all values at once. */
    private static void ofOne(ExceptionItem exception, Scalar field, ConditionText.Builder out)
            throws LoadException {
        out.put("(").put(field).put(" ");
        switch (exception.comparisons()) {
            case Entry.One(Scalar comparison) -> out.put(comparison);
            case null -> out.put("in");
            case Entry.Several _ ->
                    throw exception.context().wrong("with one field there is one comparison");
        }
        out.put(" (");
        boolean first = true;
        for (Entry value : exception.values()) {
            if (!(value instanceof Entry.One(Scalar text))) {
                throw exception
                        .context()
                        .wrong("with one field the values are texts, not lists of them");
            }
            out.put(first ? "" : ", ");
            put(text, out);
            first = false;
        }
        out.put("))");
    }

    /** Several fields, of which each value has as many parts. */
    private static void ofSeveral(
            ExceptionItem exception, List<Entry> fields, ConditionText.Builder out)
            throws LoadException {
        List<Entry> comparisons =
                exception.comparisons() instanceof Entry.Several(Context _, List<Entry> written)
                        ? written
                        : null;
        out.put("(");
        boolean first = true;
        for (Entry value : exception.values()) {
            if (!(value instanceof Entry.Several(Context _, List<Entry> parts))
                    || parts.size() != fields.size()) {
                throw exception
                        .context()
                        .wrong("each of \"values\" must be a list with a part for each field");
            }
            out.put(first ? "(" : " or (");
            first = false;
            for (int i = 0; i < fields.size(); i++) {
                out.put(i == 0 ? "" : " and ");
                out.put(ExceptionItems.single(exception, fields.get(i))).put(" ");
                Entry comparison = comparisons == null ? null : comparisons.get(i);
                part(exception, comparison, parts.get(i), out);
            }
            out.put(")");
        }
        out.put(")");
    }

    private static void part(
            ExceptionItem exception,
            @Nullable Entry written,
            Entry value,
            ConditionText.Builder out)
            throws LoadException {
        boolean takesList = false;
        if (written == null) {
            out.put("=");
        } else {
            Scalar comparison = ExceptionItems.single(exception, written);
            takesList = Comparison.of(comparison).takesList();
            out.put(comparison);
        }
        out.put(" ");
        switch (value) {
            case Entry.Several(Context _, List<Entry> several) -> {
                out.put("(");
                boolean first = true;
                for (Entry one : several) {
                    out.put(first ? "" : ", ");
                    put(ExceptionItems.single(exception, one), out);
                    first = false;
                }
                out.put(")");
            }
            case Entry.One(Scalar one) -> {
                if (takesList && !one.value().startsWith("(")) {
                    out.put("(").put(one).put(")");
                } else if (takesList) {
                    out.put(one);
                } else {
                    put(one, out);
                }
            }
        }
    }

    private static void put(Scalar value, ConditionText.Builder out) {
        String quoted = Lists.quoted(value.value());
        if (quoted.equals(value.value())) {
            out.put(value);
        } else {
            out.put(quoted, value);
        }
    }
}

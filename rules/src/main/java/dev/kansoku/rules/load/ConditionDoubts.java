// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.rules.load;

import dev.kansoku.engine.EventContext;
import dev.kansoku.filter.field.FieldCatalogue;
import dev.kansoku.filter.syntax.Expression;
import dev.kansoku.filter.syntax.Operand;
import dev.kansoku.filter.syntax.Operator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** What can be understood in a condition, and is probably not what was meant. */
final class ConditionDoubts {
    private static final String NO_VALUE = "<NA>";
    private static final Set<Operator> EQUALITY =
            Set.of(
                    Operator.EQUAL,
                    Operator.NOT_EQUAL,
                    Operator.IN,
                    Operator.INTERSECTS,
                    Operator.PMATCH);

    /** Fields that have this text for a value where they have none, as others have not. */
    private static final Pattern OF_JSON = Pattern.compile("(?:ka|jevt)\\..*");

    private static final Pattern CALL =
            Pattern.compile("(?:tolower|toupper|b64|basename|len|storage|val|concat|join)\\(.+\\)");

    /** No more than a text with anything before or behind it. */
    private static final Pattern PLAIN_REGEX =
            Pattern.compile("\\^?(?:\\.[+*?])?[^.+*?^$()\\[\\]{}|\\\\]*(?:\\.[+*?])?\\$?");

    /** How many are told of one condition. */
    private static final int MOST = 16;

    private final FieldCatalogue<EventContext> fields;
    private final Map<String, Code> found = new LinkedHashMap<>();

    private ConditionDoubts(FieldCatalogue<EventContext> fields) {
        this.fields = fields;
    }

    /** What to tell, by what it says; the first ones of many. */
    static Map<String, Code> of(Expression condition, FieldCatalogue<EventContext> fields) {
        ConditionDoubts doubts = new ConditionDoubts(fields);
        doubts.walk(condition);
        return doubts.found;
    }

    private void walk(Expression expression) {
        switch (expression) {
            case Expression.And and -> and.terms().forEach(this::walk);
            case Expression.Or or -> or.terms().forEach(this::walk);
            case Expression.Not not -> walk(not.term());
            case Expression.Xor xor -> {
                walk(xor.left());
                walk(xor.right());
            }
            case Expression.Name _ -> {}
            case Expression.Check check -> check(check);
        }
    }

    private void check(Expression.Check check) {
        for (Operand value : check.values()) {
            if (value instanceof Operand.Literal literal) {
                literal(check, literal.text());
            }
        }
    }

    private void literal(Expression.Check check, String text) {
        if (text.equals(NO_VALUE)
                && EQUALITY.contains(check.operator())
                && check.left() instanceof Operand.FieldReference field
                && OF_JSON.matcher(field.name()).matches()) {
            tell(
                    Code.UNSAFE_NA_CHECK,
                    field.name() + " is compared with <NA>: ask \"exists\" instead");
        }
        String stripped = text.replaceAll("\\s", "");
        if (fields.find(stripped.replaceFirst("\\[.*", "")) != null) {
            tell(
                    Code.COMPILE_CONDITION,
                    "\""
                            + text
                            + "\" is a text here, and the name of a field: val("
                            + stripped
                            + ") is the field's value");
        } else if (CALL.matcher(stripped).matches()) {
            tell(
                    Code.COMPILE_CONDITION,
                    "\"" + text + "\" is a text here, and looks like a function of a field");
        }
        if (check.operator() == Operator.REGEX && PLAIN_REGEX.matcher(text).matches()) {
            tell(
                    Code.COMPILE_CONDITION,
                    "the regular expression \""
                            + text
                            + "\" asks what =, contains, startswith or endswith ask faster");
        }
    }

    private void tell(Code code, String what) {
        if (found.size() < MOST) {
            found.put(what, code);
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.filter.plan;

import dev.kansoku.filter.field.FieldCatalogue;
import dev.kansoku.filter.field.FieldDefinition;
import dev.kansoku.filter.field.FieldType;
import dev.kansoku.filter.match.Bytes;
import dev.kansoku.filter.syntax.Dialect;
import dev.kansoku.filter.syntax.FilterException;
import dev.kansoku.filter.syntax.Operand;
import dev.kansoku.filter.syntax.Operand.Literal;
import dev.kansoku.filter.syntax.Operand.Literal.Form;
import dev.kansoku.filter.syntax.Operator;
import dev.kansoku.filter.syntax.Translation;
import dev.kansoku.filter.syntax.UntranslatableException;
import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Knows what the fields of a catalogue are, so that a literal of one dialect is written as the one
 * that means the same in another: {@code evt.latency > 1ms} is {@code evt.latency > 0.001} in
 * Wireshark's, whose durations are seconds.
 */
public final class FieldTranslation implements Translation {
    private static final long NANOS = 1_000_000_000L;

    /** Digits behind the point of a second. */
    private static final int NANO_DIGITS = 9;

    private final FieldCatalogue<?> catalogue;
    private final Dialect from;
    private final Dialect to;

    public FieldTranslation(FieldCatalogue<?> catalogue, Dialect from, Dialect to) {
        this.catalogue = catalogue;
        this.from = from;
        this.to = to;
    }

    @Override
    public Literal literal(Operand left, Operator operator, Literal literal)
            throws UntranslatableException {
        Value value = value(left);
        if (value == null) {
            return literal;
        }
        Literals literals = Literals.of(from);
        return switch (value.type()) {
            case RELATIVE_TIME, ABSOLUTE_TIME, BOOLEAN, SIGNED, UNSIGNED -> {
                Long number = literals.whole(value.type(), literal);
                yield number == null ? literal : bareOrDate(number, value.type(), literal);
            }
            case TEXT, BYTES -> {
                Bytes bytes = literals.bytes(value.type(), literal);
                yield bytes == null || isPattern(operator)
                        ? literal
                        : new Literal(Literal.text(bytes.toArray()), Form.QUOTED, literal.where());
            }
            case DOUBLE, ADDRESS, NET -> literal;
            case DYNAMIC ->
                    throw UntranslatableException.of(
                            "a literal for a field whose type only the event tells");
        };
    }

    private static boolean isPattern(Operator operator) {
        return switch (operator) {
            case BCONTAINS, BSTARTSWITH -> true;
            default -> false;
        };
    }

    private Literal bareOrDate(long number, FieldType type, Literal literal) {
        return switch (type) {
            case BOOLEAN -> bare(number == 0 ? "false" : "true", literal);
            case UNSIGNED -> bare(Long.toUnsignedString(number), literal);
            case RELATIVE_TIME ->
                    to == Dialect.SYSDIG
                            ? bare(Long.toString(number), literal)
                            : bare(
                                    BigDecimal.valueOf(number, NANO_DIGITS)
                                            .stripTrailingZeros()
                                            .toPlainString(),
                                    literal);
            case ABSOLUTE_TIME ->
                    to == Dialect.SYSDIG
                            ? bare(Long.toString(number), literal)
                            : new Literal(date(number), Form.QUOTED, literal.where());
            default -> bare(Long.toString(number), literal);
        };
    }

    private static String date(long nanos) {
        return Instant.ofEpochSecond(Math.floorDiv(nanos, NANOS), Math.floorMod(nanos, NANOS))
                .toString();
    }

    private static Literal bare(String text, Literal literal) {
        return new Literal(text, Form.BARE, literal.where());
    }

    /**
     * A field without an argument that takes one may have several: all of a process's ancestors.
     */
    @Override
    public Values values(Operand operand) {
        Value value = value(operand);
        if (!(value instanceof Value.Field(FieldDefinition field, var argument))) {
            return Values.UNKNOWN;
        }
        if (field.list()) {
            return Values.SEVERAL;
        }
        boolean single = field.argument() == FieldDefinition.Argument.NONE || argument != null;
        boolean either = field.type() == FieldType.ADDRESS || field.type() == FieldType.NET;
        return single && !either ? Values.ONE : Values.UNKNOWN;
    }

    private @Nullable Value value(Operand operand) {
        try {
            return new Resolver<>(catalogue, from, "").value(operand);
        } catch (FilterException e) {
            return null;
        }
    }
}

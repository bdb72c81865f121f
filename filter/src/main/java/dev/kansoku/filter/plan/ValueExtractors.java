// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.filter.plan;

import dev.kansoku.filter.field.Extractor;
import dev.kansoku.filter.field.FieldArgumentException;
import dev.kansoku.filter.field.FieldCatalogue;
import dev.kansoku.filter.field.FieldDefinition.NumberFormat;
import dev.kansoku.filter.syntax.Function;
import dev.kansoku.filter.value.CalculationExtractor;
import dev.kansoku.filter.value.ConstantExtractor;
import dev.kansoku.filter.value.Functions;
import dev.kansoku.filter.value.Input;
import dev.kansoku.filter.value.SliceExtractor;
import dev.kansoku.filter.value.StringExtractor;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes extractors of planned values. Each call makes a new one, which belongs to one thread and to
 * one place that reads its values before it is asked again.
 *
 * @param <C> what values are taken from
 */
public final class ValueExtractors<C> {
    private final FieldCatalogue<C> catalogue;

    public ValueExtractors(FieldCatalogue<C> catalogue) {
        this.catalogue = catalogue;
    }

    public Extractor<C> of(Value value) {
        return switch (value) {
            case Value.Field field -> field(field);
            case Value.Text text -> ConstantExtractor.text(text.text().toArray());
            case Value.Number number -> ConstantExtractor.number(number.number());
            case Value.Applied applied -> applied(applied);
            case Value.Slice slice ->
                    new SliceExtractor<>(of(slice.of()), slice.of().type(), slice.ranges());
            case Value.Calculated calculated ->
                    new CalculationExtractor<>(
                            calculated.calculation(),
                            of(calculated.left()),
                            calculated.left().type(),
                            of(calculated.right()),
                            calculated.right().type());
        };
    }

    private Extractor<C> applied(Value.Applied applied) {
        if (applied.function() == Function.STRING) {
            Value only = applied.arguments().getFirst();
            return new StringExtractor<>(of(only), only.type(), format(only));
        }
        List<Input<C>> inputs = new ArrayList<>();
        for (Value argument : applied.arguments()) {
            inputs.add(new Input<>(of(argument), argument.type(), argument.list()));
        }
        return Functions.extractor(applied.function(), inputs);
    }

    private static NumberFormat format(Value value) {
        return value instanceof Value.Field field
                ? field.definition().format()
                : NumberFormat.DECIMAL;
    }

    private Extractor<C> field(Value.Field field) {
        try {
            return catalogue.extractor(field.definition(), field.argument());
        } catch (FieldArgumentException e) {
            throw new IllegalStateException("the plan was made with another catalogue", e);
        }
    }
}

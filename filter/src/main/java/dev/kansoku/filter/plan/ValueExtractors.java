package dev.kansoku.filter.plan;

import dev.kansoku.filter.field.Extractor;
import dev.kansoku.filter.field.FieldArgumentException;
import dev.kansoku.filter.field.FieldCatalogue;
import dev.kansoku.filter.value.ConstantExtractor;
import dev.kansoku.filter.value.FunctionExtractor;

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
            case Value.Applied applied -> {
                Value first = applied.arguments().getFirst();
                yield new FunctionExtractor<>(
                        applied.function(), of(first), first.type(), first.list());
            }
            case Value.Slice _, Value.Calculated _ ->
                    throw new IllegalStateException("no extractor of " + value);
        };
    }

    private Extractor<C> field(Value.Field field) {
        try {
            return catalogue.extractor(field.definition(), field.argument());
        } catch (FieldArgumentException e) {
            throw new IllegalStateException("the plan was made with another catalogue", e);
        }
    }
}

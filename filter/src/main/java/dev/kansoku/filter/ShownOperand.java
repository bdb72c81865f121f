package dev.kansoku.filter;

import dev.kansoku.filter.field.Extractor;
import dev.kansoku.filter.field.FieldCatalogue;
import dev.kansoku.filter.field.FieldDefinition;
import dev.kansoku.filter.field.FieldDefinition.Argument;
import dev.kansoku.filter.field.FieldDefinition.NumberFormat;
import dev.kansoku.filter.syntax.FilterException;
import dev.kansoku.filter.syntax.Function;
import dev.kansoku.filter.syntax.Operand;

/**
 * A field or a function of fields, ready to be shown rather than compared.
 *
 * @param <C> what values are taken from
 * @param definition the field, or for a function a definition made for it, under the name as it was
 *     written
 * @param extractor takes its value, of the definition's type
 */
public record ShownOperand<C>(FieldDefinition definition, Extractor<C> extractor) {
    /**
     * Makes an operand ready.
     *
     * @param text what it was read from, for messages
     */
    public static <C> ShownOperand<C> of(Operand operand, String text, FieldCatalogue<C> catalogue)
            throws FilterException {
        FilterCompiler.Source<C> source = new FilterCompiler<>(catalogue, text).source(operand);
        FieldDefinition field = source.definition();
        if (source.plain()) {
            return new ShownOperand<>(field, source.extractor());
        }
        boolean counted = operand instanceof Operand.Call call && call.function() == Function.LEN;
        FieldDefinition made =
                new FieldDefinition(
                        text.substring(operand.where().from(), operand.where().to()),
                        source.type(),
                        field.list() && !counted,
                        Argument.NONE,
                        NumberFormat.DECIMAL,
                        field.description());
        return new ShownOperand<>(made, source.extractor());
    }
}

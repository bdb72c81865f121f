// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.filter;

import dev.kansoku.filter.field.Extractor;
import dev.kansoku.filter.field.FieldCatalogue;
import dev.kansoku.filter.field.FieldDefinition;
import dev.kansoku.filter.field.FieldDefinition.Argument;
import dev.kansoku.filter.field.FieldDefinition.NumberFormat;
import dev.kansoku.filter.plan.FieldFinder;
import dev.kansoku.filter.plan.Resolver;
import dev.kansoku.filter.plan.Value;
import dev.kansoku.filter.plan.ValueExtractors;
import dev.kansoku.filter.syntax.Dialect;
import dev.kansoku.filter.syntax.FilterException;
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
        if (operand instanceof Operand.FieldReference reference) {
            // most of what is shown; no more than this is needed to start with
            FieldFinder.Found<C> found = new FieldFinder<>(catalogue, text).find(reference);
            return new ShownOperand<>(found.definition(), found.extractor());
        }
        Value value = new Resolver<>(catalogue, Dialect.SYSDIG, text).value(operand);
        Extractor<C> extractor = new ValueExtractors<>(catalogue).of(value);
        FieldDefinition definition =
                new FieldDefinition(
                        text.substring(operand.where().from(), operand.where().to()),
                        value.type(),
                        value.list(),
                        Argument.NONE,
                        NumberFormat.DECIMAL,
                        "What is made of other fields.");
        return new ShownOperand<>(definition, extractor);
    }
}

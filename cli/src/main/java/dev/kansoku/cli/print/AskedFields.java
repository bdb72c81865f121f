// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.cli.print;

import dev.kansoku.event.EventType;
import dev.kansoku.filter.field.Extractor;
import dev.kansoku.filter.field.FieldArgumentException;
import dev.kansoku.filter.field.FieldCatalogue;
import dev.kansoku.filter.field.FieldDefinition;
import dev.kansoku.filter.field.Lifetime;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * A catalogue that notes which fields are taken from it, those inside of functions too.
 *
 * @param catalogue where fields come from
 * @param asked takes the fields
 */
public record AskedFields<C>(FieldCatalogue<C> catalogue, Set<FieldDefinition> asked)
        implements FieldCatalogue<C> {
    @Override
    public List<FieldDefinition> all() {
        return catalogue.all();
    }

    @Override
    public @Nullable FieldDefinition find(String name) {
        return catalogue.find(name);
    }

    @Override
    public Extractor<C> extractor(FieldDefinition field, @Nullable String argument)
            throws FieldArgumentException {
        asked.add(field);
        return catalogue.extractor(field, argument);
    }

    @Override
    public @Nullable String complaint(FieldDefinition field, String literal) {
        return catalogue.complaint(field, literal);
    }

    @Override
    public @Nullable Substitute substitute(FieldDefinition field, List<String> literals) {
        return catalogue.substitute(field, literals);
    }

    @Override
    public Collection<String> suggestions(FieldDefinition field) {
        return catalogue.suggestions(field);
    }

    @Override
    public @Nullable Extractor<EventType> byEventType(
            FieldDefinition field, @Nullable String argument) {
        return catalogue.byEventType(field, argument);
    }

    @Override
    public @Nullable Extractor<byte[]> byCallName(
            FieldDefinition field, @Nullable String argument) {
        return catalogue.byCallName(field, argument);
    }

    @Override
    public Lifetime lifetime(FieldDefinition field) {
        return catalogue.lifetime(field);
    }

    @Override
    public @Nullable ToIntFunction<C> eventCode() {
        return catalogue.eventCode();
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.cli.print;

import dev.kansoku.filter.field.Extractor;
import dev.kansoku.filter.field.FieldArgumentException;
import dev.kansoku.filter.field.FieldCatalogue;
import dev.kansoku.filter.field.FieldDefinition;
import dev.kansoku.filter.field.FieldType;
import dev.kansoku.filter.field.FieldValue;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A catalogue for formats in which {@code evt.buffer} is text, in the form of bytes that was asked
 * for ({@code -X} and its kin). Filters are not shown it: to them it is the bytes.
 *
 * @param catalogue where fields come from
 */
record ShownBuffers<C>(FieldCatalogue<C> catalogue) implements FieldCatalogue<C> {
    private static final String BUFFER = "evt.buffer";
    private static final String ARGUMENT = "evt.arg";
    private static final String DATA = "data";

    @Override
    public List<FieldDefinition> all() {
        return catalogue.all();
    }

    @Override
    public @Nullable FieldDefinition find(String name) {
        FieldDefinition field = catalogue.find(name);
        return field == null || !name.equals(BUFFER)
                ? field
                : new FieldDefinition(
                        BUFFER,
                        FieldType.TEXT,
                        field.list(),
                        field.argument(),
                        field.format(),
                        field.description(),
                        field.example(),
                        field.traits());
    }

    @Override
    public Extractor<C> extractor(FieldDefinition field, @Nullable String argument)
            throws FieldArgumentException {
        FieldDefinition bytes = field.name().equals(BUFFER) ? catalogue.find(BUFFER) : null;
        FieldDefinition shown = bytes == null ? null : catalogue.find(ARGUMENT);
        if (bytes == null || shown == null) {
            return catalogue.extractor(field, argument);
        }
        Extractor<C> whether = catalogue.extractor(bytes, null);
        Extractor<C> text = catalogue.extractor(shown, DATA);
        FieldValue there = new FieldValue();
        return (context, out) -> {
            there.begin(FieldType.BYTES);
            return whether.extract(context, there) && text.extract(context, out);
        };
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.filter.plan;

import dev.kansoku.filter.field.Extractor;
import dev.kansoku.filter.field.FieldArgumentException;
import dev.kansoku.filter.field.FieldCatalogue;
import dev.kansoku.filter.field.FieldDefinition;
import dev.kansoku.filter.syntax.FilterException;
import dev.kansoku.filter.syntax.Nearest;
import dev.kansoku.filter.syntax.Operand;
import dev.kansoku.filter.syntax.Span;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds the field that a name in a filter or a format stands for: {@code evt.arg.fd} is the field
 * {@code evt.arg} with the argument {@code fd}.
 *
 * @param <C> what values are taken from
 */
public final class FieldFinder<C> {
    private final FieldCatalogue<C> catalogue;
    private final String text;

    /**
     * @param text the whole filter or format, for messages
     */
    public FieldFinder(FieldCatalogue<C> catalogue, String text) {
        this.catalogue = catalogue;
        this.text = text;
    }

    /** A field with its argument, ready to be taken from events. */
    public record Found<C>(
            FieldDefinition definition, @Nullable String argument, Extractor<C> extractor) {}

    public Found<C> find(Operand.FieldReference reference) throws FilterException {
        String name = reference.name();
        FieldDefinition whole = catalogue.find(name);
        if (whole != null) {
            return found(whole, reference.argument(), reference.where());
        }
        FieldDefinition front = reference.argument() == null ? front(name) : null;
        if (front != null) {
            return found(front, name.substring(front.name().length() + 1), reference.where());
        }
        throw new FilterException(
                "no field \"" + name + "\"", suggestion(name), text, reference.where());
    }

    /** Whether a name is a field's, perhaps with an argument behind a dot. */
    public boolean isField(String name) {
        return catalogue.find(name) != null || front(name) != null;
    }

    /** The field with an argument that a name begins with, up to a dot, or null. */
    private @Nullable FieldDefinition front(String name) {
        if (name.endsWith(".")) {
            return null;
        }
        for (int dot = name.lastIndexOf('.'); dot > 0; dot = name.lastIndexOf('.', dot - 1)) {
            FieldDefinition front = catalogue.find(name.substring(0, dot));
            if (front != null && front.argument() != FieldDefinition.Argument.NONE) {
                return front;
            }
        }
        return null;
    }

    private Found<C> found(FieldDefinition field, @Nullable String argument, Span where)
            throws FilterException {
        if (argument != null && field.argument() == FieldDefinition.Argument.NONE) {
            throw new FilterException(field.name() + " takes no argument", null, text, where);
        }
        if (argument == null && field.argument() == FieldDefinition.Argument.REQUIRED) {
            throw new FilterException(
                    field.name() + " needs an argument",
                    "write " + field.name() + "[...]",
                    text,
                    where);
        }
        try {
            return new Found<>(field, argument, catalogue.extractor(field, argument));
        } catch (FieldArgumentException e) {
            throw new FilterException(String.valueOf(e.getMessage()), null, text, where);
        }
    }

    private String suggestion(String name) {
        List<String> names = new ArrayList<>();
        boolean classExists = false;
        String fieldClass = name.substring(0, Math.max(0, name.indexOf('.')));
        for (FieldDefinition field : catalogue.all()) {
            names.add(field.name());
            classExists |= field.fieldClass().equals(fieldClass);
        }
        String meant = Nearest.to(name, names);
        if (meant != null) {
            int dot = meant.indexOf('.');
            String list = dot < 0 ? meant : meant.substring(0, dot);
            return "did you mean " + meant + "? (kansoku fields " + list + ")";
        }
        return classExists
                ? "kansoku fields " + fieldClass + " lists them"
                : "kansoku fields lists them";
    }
}

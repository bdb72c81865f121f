package dev.kansoku.filter.field;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The fields there are. Immutable and thread-safe; the extractors it makes may keep scratch space
 * and belong to one thread.
 *
 * @param <C> what values are taken from
 */
public interface FieldCatalogue<C> {
    List<FieldDefinition> all();

    /** The field with exactly this name, without an argument, or null. */
    @Nullable FieldDefinition find(String name);

    /**
     * Prepares the extraction of a field.
     *
     * @param argument what stood in the brackets or after the dot, or null
     * @throws FieldArgumentException where the argument is missing, not allowed or not one the
     *     field knows; its message says which
     */
    Extractor<C> extractor(FieldDefinition field, @Nullable String argument)
            throws FieldArgumentException;

    /**
     * Checks a literal that a filter compares the field with, as {@code evt.type} does, which knows
     * its values.
     *
     * @return what is wrong with it, or null
     */
    default @Nullable String complaint(FieldDefinition field, String literal) {
        return null;
    }
}

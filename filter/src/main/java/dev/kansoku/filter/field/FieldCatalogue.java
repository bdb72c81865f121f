// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.filter.field;

import dev.kansoku.event.EventType;
import java.util.Collection;
import java.util.List;
import java.util.function.ToIntFunction;
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

    /**
     * The values that a literal for this field is to be one of, to offer the nearest where {@link
     * #complaint} had one; empty where they are not known.
     */
    default Collection<String> suggestions(FieldDefinition field) {
        return List.of();
    }

    /**
     * What a check is made of instead that asks whether a field is one of some literals. {@code
     * fd.sip.name = web} asks for an address this way, so that no event waits for a name. It is
     * asked once for each check, when a filter is read.
     *
     * @param literals as they were written, none of which {@link #complaint} objected to
     * @return null where the field is compared as it is
     */
    default @Nullable Substitute substitute(FieldDefinition field, List<String> literals) {
        return null;
    }

    /**
     * A check for another field.
     *
     * @param field takes no argument
     * @param literals what it is to be one of; with none, the check never holds
     */
    record Substitute(FieldDefinition field, List<String> literals) {
        public Substitute {
            literals = List.copyOf(literals);
        }
    }

    /**
     * For a field whose value an event's type alone decides, such as {@code evt.type} or {@code
     * evt.dir}: how. Filters that depend on such fields know by it which event types they can match
     * at all. It is not asked of the generic events ({@link EventType#isGeneric}).
     *
     * @return null where the type does not decide
     */
    default @Nullable Extractor<EventType> byEventType(
            FieldDefinition field, @Nullable String argument) {
        return null;
    }

    /**
     * For a field whose value, in the generic event of a system call, the call's name alone
     * decides, such as {@code evt.type}: how.
     *
     * @return null where the name does not decide
     */
    default @Nullable Extractor<byte[]> byCallName(
            FieldDefinition field, @Nullable String argument) {
        return null;
    }

    /**
     * How the code of the event at hand is taken from its context, so that a filter can go by it;
     * null where that is not known.
     */
    default @Nullable ToIntFunction<C> eventCode() {
        return null;
    }

    /** How long the value of a field stays what it is. */
    default Lifetime lifetime(FieldDefinition field) {
        return Lifetime.EVENT;
    }
}

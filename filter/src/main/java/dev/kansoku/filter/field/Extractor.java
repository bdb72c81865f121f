// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.filter.field;

/**
 * Takes one field's value from an event in its context.
 *
 * @param <C> what a value is taken from: the engine's view of the event at hand
 */
@FunctionalInterface
public interface Extractor<C> {
    /**
     * Fills {@code out}, on which {@link FieldValue#begin} was called with the field's type.
     *
     * @return false where this event has no such value: it is shown as {@code <NA>} and every check
     *     of it is false
     */
    boolean extract(C context, FieldValue out);
}

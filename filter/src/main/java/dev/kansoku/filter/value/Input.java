// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.filter.value;

import dev.kansoku.filter.field.Extractor;
import dev.kansoku.filter.field.FieldType;

/**
 * An argument of a function.
 *
 * @param <C> what values are taken from
 * @param list whether it may have several values, or none
 */
public record Input<C>(Extractor<C> extractor, FieldType type, boolean list) {}

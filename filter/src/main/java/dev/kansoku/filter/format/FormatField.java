// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.filter.format;

import dev.kansoku.filter.field.Extractor;
import dev.kansoku.filter.field.FieldDefinition;

/**
 * A field, or a function of one, that a format shows.
 *
 * @param <C> what values are taken from
 * @param written as it stands in the format: its key in JSON, its name in a header
 * @param definition what the value is; for a function, what it makes
 */
record FormatField<C>(String written, FieldDefinition definition, Extractor<C> extractor) {}

// SPDX-License-Identifier: Apache-2.0
/**
 * The field catalogue SPI: what a filter or a format knows of a field, and how its value is taken
 * from an event.
 */
@NullMarked
package dev.kansoku.filter.field;

import org.jspecify.annotations.NullMarked;

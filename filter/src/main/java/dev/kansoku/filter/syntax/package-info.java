// SPDX-License-Identifier: Apache-2.0
/**
 * What a filter says, before anything is known of fields: the expression tree that both dialects
 * are read into and written from, and what is told of a filter that cannot be read.
 */
@NullMarked
package dev.kansoku.filter.syntax;

import org.jspecify.annotations.NullMarked;

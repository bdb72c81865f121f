// SPDX-License-Identifier: Apache-2.0
/**
 * Turns plans into classes: one hidden class for a filter, in which each check is straight code
 * with its extractor and its literals as constants, so that the JIT compiler inlines them.
 */
@NullMarked
package dev.kansoku.filter.compile;

import org.jspecify.annotations.NullMarked;

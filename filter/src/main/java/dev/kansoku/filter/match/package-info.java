// SPDX-License-Identifier: Apache-2.0
/**
 * What is asked of one value: each class is one question, made ready once with its literals and
 * then asked of bytes and numbers without allocating.
 */
@NullMarked
package dev.kansoku.filter.match;

import org.jspecify.annotations.NullMarked;

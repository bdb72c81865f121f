// SPDX-License-Identifier: Apache-2.0
/** A filter from its text to its answer; the packages below are the steps on the way. */
@NullMarked
package dev.kansoku.filter;

import org.jspecify.annotations.NullMarked;

// SPDX-License-Identifier: Apache-2.0
/**
 * Evaluates plans as they stand, node by node. It needs no time to get ready, which suits short
 * runs, and it is what compiled filters are held against.
 */
@NullMarked
package dev.kansoku.filter.interpret;

import org.jspecify.annotations.NullMarked;

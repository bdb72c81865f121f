// SPDX-License-Identifier: Apache-2.0
/**
 * A filter with everything decided that can be decided without an event: which fields it asks, what
 * of them, which literals it compares with, and which types of events it can match at all. Both
 * dialects come to the same plan where they mean the same; the interpreter and the compiler start
 * from it.
 */
@NullMarked
package dev.kansoku.filter.plan;

import org.jspecify.annotations.NullMarked;

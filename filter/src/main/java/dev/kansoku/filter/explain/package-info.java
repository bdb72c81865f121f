// SPDX-License-Identifier: Apache-2.0
/** Says in words what a filter asks and of which events, for the people who wrote it. */
@NullMarked
package dev.kansoku.filter.explain;

import org.jspecify.annotations.NullMarked;

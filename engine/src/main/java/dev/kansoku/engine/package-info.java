// SPDX-License-Identifier: Apache-2.0
/** One straight way for an event: source, state, filter, sink. */
@NullMarked
package dev.kansoku.engine;

import org.jspecify.annotations.NullMarked;

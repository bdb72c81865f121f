// SPDX-License-Identifier: Apache-2.0
/** Turns captures of one generation into those of another, event by event. */
@NullMarked
package dev.kansoku.engine.convert;

import org.jspecify.annotations.NullMarked;

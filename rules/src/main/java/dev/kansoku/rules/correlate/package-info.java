// SPDX-License-Identifier: Apache-2.0
/**
 * Rules over more than one event: sequences, thresholds, suppression of what was told already, and
 * what was before a match. All that is remembered lies in tables with limits, and is remembered by
 * the events' own times, so that a replay tells what a live run told.
 */
@NullMarked
package dev.kansoku.rules.correlate;

import org.jspecify.annotations.NullMarked;

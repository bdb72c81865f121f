// SPDX-License-Identifier: Apache-2.0
/**
 * Tests of rules, written beside them: events in, from a capture or by hand, and the alerts that
 * must come of them. What is told of one is the same as live: events run through state, matcher and
 * alerts.
 */
@NullMarked
package dev.kansoku.rules.trial;

import org.jspecify.annotations.NullMarked;

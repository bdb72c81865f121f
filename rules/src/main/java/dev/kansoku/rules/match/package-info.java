// SPDX-License-Identifier: Apache-2.0
/**
 * Which rules an event matches: what is asked of every event, so all that can be is done before.
 */
@NullMarked
package dev.kansoku.rules.match;

import org.jspecify.annotations.NullMarked;

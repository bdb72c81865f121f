// SPDX-License-Identifier: Apache-2.0
/**
 * Takes out of events and start tables what nobody else may see, before anything is made of them:
 * bytes are overwritten by stars at their places, so that lengths stay and nothing else changes.
 */
@NullMarked
package dev.kansoku.engine.redact;

import org.jspecify.annotations.NullMarked;

// SPDX-License-Identifier: Apache-2.0
/**
 * Reads and writes capture files in the .scap format.
 *
 * <p>{@link dev.kansoku.scap.ScapReader} turns bytes into blocks and hands each event's bytes on
 * untouched; it knows nothing of what an event means. Everything read is taken to be hostile: a
 * length is bounded before it is believed, and memory grows only with bytes that are really there.
 */
@NullMarked
package dev.kansoku.scap;

import org.jspecify.annotations.NullMarked;

// SPDX-License-Identifier: Apache-2.0
/**
 * Names for addresses: what the frames of a stack are called. Everything read here is text or bytes
 * of others, and bounded.
 */
@NullMarked
package dev.kansoku.capture.symbols;

import org.jspecify.annotations.NullMarked;

// SPDX-License-Identifier: Apache-2.0
/** Captures that are read again: which of them, which part, how far it is, and what they hold. */
@NullMarked
package dev.kansoku.cli.replay;

import org.jspecify.annotations.NullMarked;

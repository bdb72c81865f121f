// SPDX-License-Identifier: Apache-2.0
/** The {@code kansoku} command. */
@NullMarked
package dev.kansoku.cli;

import org.jspecify.annotations.NullMarked;

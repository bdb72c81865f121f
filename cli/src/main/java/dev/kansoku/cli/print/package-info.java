// SPDX-License-Identifier: Apache-2.0
/** Events as lines, written by one thread or by several in turn. */
@NullMarked
package dev.kansoku.cli.print;

import org.jspecify.annotations.NullMarked;

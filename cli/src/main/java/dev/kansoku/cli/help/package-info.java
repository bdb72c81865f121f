// SPDX-License-Identifier: Apache-2.0
/** What the command says of itself: help, manual page, completion, lists of events and fields. */
@NullMarked
package dev.kansoku.cli.help;

import org.jspecify.annotations.NullMarked;

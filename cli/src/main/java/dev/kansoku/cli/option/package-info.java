// SPDX-License-Identifier: Apache-2.0
/** The words of a command line taken apart, by the table of options and as sysdig has them. */
@NullMarked
package dev.kansoku.cli.option;

import org.jspecify.annotations.NullMarked;

// SPDX-License-Identifier: Apache-2.0
/**
 * What a user of the command meets: lines and files that are written, failures and the status they
 * end with, an interruption.
 */
@NullMarked
package dev.kansoku.cli.console;

import org.jspecify.annotations.NullMarked;

// SPDX-License-Identifier: Apache-2.0
/**
 * Processes as /proc tells of them, and the commands that a capture starts. Both engines use it:
 * {@link dev.kansoku.capture.process.ProcTables} says what was there before the first event, {@link
 * dev.kansoku.capture.process.CommandLauncher} starts what is to be observed.
 */
@NullMarked
package dev.kansoku.capture.process;

import org.jspecify.annotations.NullMarked;

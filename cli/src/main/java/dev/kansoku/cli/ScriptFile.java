// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.cli;

import java.nio.file.Path;

/**
 * A script in the place of a report.
 *
 * @param everything whether it may use all of Lua, without limits
 */
record ScriptFile(Path file, boolean everything) {}

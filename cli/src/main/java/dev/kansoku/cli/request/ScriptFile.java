// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.cli.request;

import java.nio.file.Path;

/**
 * A script in the place of a report.
 *
 * @param everything whether it may use all of Lua, without limits
 */
public record ScriptFile(Path file, boolean everything) {}

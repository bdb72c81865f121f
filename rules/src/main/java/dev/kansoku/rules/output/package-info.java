// SPDX-License-Identifier: Apache-2.0
/**
 * Where alerts go, and how they wait for it. {@link dev.kansoku.rules.output.Outputs} takes an
 * alert without ever waiting for a receiver; each output has a queue, a thread, and where the user
 * gives it a folder, files in which alerts outlive a receiver that is away. What cannot be kept is
 * counted.
 */
@NullMarked
package dev.kansoku.rules.output;

import org.jspecify.annotations.NullMarked;

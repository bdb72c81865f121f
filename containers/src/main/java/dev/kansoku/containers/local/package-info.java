// SPDX-License-Identifier: Apache-2.0
/**
 * Runtimes that nobody answers for: what they leave in files of this machine says which containers
 * they run. The files belong to root, or to the user whose containers they are; what is read of
 * them is bounded.
 */
@NullMarked
package dev.kansoku.containers.local;

import org.jspecify.annotations.NullMarked;

// SPDX-License-Identifier: Apache-2.0
/**
 * Live sources: what the eBPF and the ptrace engine have in common.
 *
 * <p>Both follow {@code syscalls.tsv}, where each system call has a {@link
 * dev.kansoku.capture.Recipe} for every parameter of its event, so that they show the same events.
 */
@NullMarked
package dev.kansoku.capture;

import org.jspecify.annotations.NullMarked;

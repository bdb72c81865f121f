// SPDX-License-Identifier: Apache-2.0
/**
 * The engine that needs no rights: ptrace(2). A thread stops the observed at every system call, and
 * makes the same events as the kernel programs do, by the same recipes (see {@code syscalls.tsv}),
 * from the call's arguments, the memory of the process and /proc.
 */
@NullMarked
package dev.kansoku.capture.ptrace;

import org.jspecify.annotations.NullMarked;

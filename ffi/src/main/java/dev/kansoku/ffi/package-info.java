// SPDX-License-Identifier: Apache-2.0
/**
 * The operating system: system calls and functions of libc by a small native library, bpf(2), mmap,
 * ptrace. Nothing here knows what an event is.
 */
@NullMarked
package dev.kansoku.ffi;

import org.jspecify.annotations.NullMarked;

// SPDX-License-Identifier: Apache-2.0
/**
 * The operating system through the FFM API: libc calls, bpf(2), mmap, ptrace. Nothing here knows
 * what an event is.
 */
@NullMarked
package dev.kansoku.ffi;

import org.jspecify.annotations.NullMarked;

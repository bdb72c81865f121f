/** Live sources: eBPF programs and their ring buffers, ptrace, and the start tables. */
@NullMarked
package dev.kansoku.capture;

import org.jspecify.annotations.NullMarked;

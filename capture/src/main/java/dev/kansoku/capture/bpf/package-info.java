// SPDX-License-Identifier: Apache-2.0
/**
 * The eBPF engine: loads the programs of {@code src/main/bpf}, tells them what to record, and reads
 * the rings they write to.
 *
 * <p>A program is loaded with bpf(2) alone, from a light skeleton that the build puts beside these
 * classes. Events leave the kernel in the layout of a capture file; what happens to them here is
 * merging by time, epoch time for boot time, and the conversions of {@code conversions.tsv}.
 */
@NullMarked
package dev.kansoku.capture.bpf;

import org.jspecify.annotations.NullMarked;

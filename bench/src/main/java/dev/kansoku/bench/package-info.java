// SPDX-License-Identifier: Apache-2.0
/** Benchmarks, not shipped. */
@NullMarked
package dev.kansoku.bench;

import org.jspecify.annotations.NullMarked;

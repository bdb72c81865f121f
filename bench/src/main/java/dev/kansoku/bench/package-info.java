/** Benchmarks, not shipped. */
@NullMarked
package dev.kansoku.bench;

import org.jspecify.annotations.NullMarked;

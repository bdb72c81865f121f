// SPDX-License-Identifier: Apache-2.0
/**
 * How detection is set up and kept running: {@code kansoku.yaml}, what overrides it, and what is
 * done when it changes or events are lost.
 *
 * <p>Which settings there are stands in {@code settings.tsv} alone: the reader, the schema and the
 * example are made from it.
 */
@NullMarked
package dev.kansoku.rules.config;

import org.jspecify.annotations.NullMarked;

// SPDX-License-Identifier: Apache-2.0
/** What a rule is, whoever reads it, matches it or tells what it found. */
@NullMarked
package dev.kansoku.rules;

import org.jspecify.annotations.NullMarked;

// SPDX-License-Identifier: Apache-2.0
/**
 * What can be said of rule files without watching anything: checks, lists, descriptions, tests,
 * reasons.
 */
@NullMarked
package dev.kansoku.cli.rule;

import org.jspecify.annotations.NullMarked;

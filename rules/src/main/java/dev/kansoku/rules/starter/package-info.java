// SPDX-License-Identifier: Apache-2.0
/**
 * The rules that Kansoku brings along, as they stand beside this package: files like any user's.
 */
@NullMarked
package dev.kansoku.rules.starter;

import org.jspecify.annotations.NullMarked;

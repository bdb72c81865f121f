// SPDX-License-Identifier: Apache-2.0
/**
 * Output formats: {@code %field} templates, JSON lines and tables, prepared once and written as
 * bytes.
 */
@NullMarked
package dev.kansoku.filter.format;

import org.jspecify.annotations.NullMarked;

// SPDX-License-Identifier: Apache-2.0
/**
 * What filters and formats make of fields' values before they compare or show them: functions,
 * slices and calculations, each an extractor around others.
 */
@NullMarked
package dev.kansoku.filter.value;

import org.jspecify.annotations.NullMarked;

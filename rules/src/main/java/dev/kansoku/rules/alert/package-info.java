// SPDX-License-Identifier: Apache-2.0
/** What is told of a match: the alert, as text and as JSON. */
@NullMarked
package dev.kansoku.rules.alert;

import org.jspecify.annotations.NullMarked;

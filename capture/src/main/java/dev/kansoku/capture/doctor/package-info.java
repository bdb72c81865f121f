// SPDX-License-Identifier: Apache-2.0
/**
 * Tries what a live capture needs of a machine, for {@code kansoku doctor}. Here, since it looks
 * into both engines and neither into it.
 */
@NullMarked
package dev.kansoku.capture.doctor;

import org.jspecify.annotations.NullMarked;

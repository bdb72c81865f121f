// SPDX-License-Identifier: Apache-2.0
/**
 * The field catalogue over the engine's state: evt, proc, thread, fd, user, group and their kin.
 */
@NullMarked
package dev.kansoku.engine.fields;

import org.jspecify.annotations.NullMarked;

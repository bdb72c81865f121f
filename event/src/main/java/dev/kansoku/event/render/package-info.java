// SPDX-License-Identifier: Apache-2.0
/**
 * How parameter values are shown: flags with their symbols, fds with what they stand for,
 * addresses, paths, byte buffers.
 */
@NullMarked
package dev.kansoku.event.render;

import org.jspecify.annotations.NullMarked;

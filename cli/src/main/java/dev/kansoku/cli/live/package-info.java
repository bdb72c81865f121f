// SPDX-License-Identifier: Apache-2.0
/**
 * What a live capture needs of its surroundings: rights, containers and pods, what is lost, what a
 * machine can do.
 */
@NullMarked
package dev.kansoku.cli.live;

import org.jspecify.annotations.NullMarked;

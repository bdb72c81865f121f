// SPDX-License-Identifier: Apache-2.0
/**
 * Finds out what the containers and pods are that events come from, and puts the answers into the
 * stream as events of their own: a recording holds them like any other, and whoever replays it
 * elsewhere sees the same names.
 *
 * <p>{@link dev.kansoku.containers.AnnouncingSource} stands between a live source and the pipeline.
 * It meets the cgroups of processes as they pass and has a {@link
 * dev.kansoku.containers.ContainerWatch} ask the runtimes beside the events.
 */
@NullMarked
package dev.kansoku.containers;

import org.jspecify.annotations.NullMarked;

// SPDX-License-Identifier: Apache-2.0
/**
 * Events as bytes: the event table, the header's layout, a cursor that reads them and a builder
 * that writes them.
 *
 * <p>An event keeps one layout from the kernel program to the file on disk (see {@link
 * dev.kansoku.event.EventHeader}), so nothing here copies or converts: {@link
 * dev.kansoku.event.Event} is a flyweight moved from one event to the next, and its parameters are
 * located only when asked for. What an event means for threads and fds is not known here; that is
 * the engine's.
 */
@NullMarked
package dev.kansoku.event;

import org.jspecify.annotations.NullMarked;

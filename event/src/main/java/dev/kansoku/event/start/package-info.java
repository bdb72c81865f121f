// SPDX-License-Identifier: Apache-2.0
/**
 * What was there before the first event: processes, fds, users, groups, interfaces, the machine.
 * Capture files carry these tables, and a live capture takes them when it starts; both hand them to
 * a {@link dev.kansoku.event.start.StartListener}.
 */
@NullMarked
package dev.kansoku.event.start;

import org.jspecify.annotations.NullMarked;

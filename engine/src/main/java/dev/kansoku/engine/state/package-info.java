// SPDX-License-Identifier: Apache-2.0
/** Threads, fds, users and groups, kept up to date event by event. */
@NullMarked
package dev.kansoku.engine.state;

import org.jspecify.annotations.NullMarked;

// SPDX-License-Identifier: Apache-2.0
/**
 * Asks the daemons that speak Docker's HTTP interface on a unix socket, Docker's own and Podman's,
 * what they know of their containers. Who holds such a socket open is root mostly, and so are we:
 * what is answered is bounded in size and time, and nothing but reading is ever asked for.
 */
@NullMarked
package dev.kansoku.containers.docker;

import org.jspecify.annotations.NullMarked;

// SPDX-License-Identifier: Apache-2.0
/**
 * Asks containerd and CRI-O by the interface that a Kubernetes node asks them by (CRI), which is
 * gRPC over a unix socket.
 */
@NullMarked
package dev.kansoku.containers.cri;

import org.jspecify.annotations.NullMarked;

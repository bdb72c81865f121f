// SPDX-License-Identifier: Apache-2.0
/**
 * As much of gRPC as it takes to ask a runtime on this machine: one call after another over a unix
 * socket, with messages read and written field by field. It needs nothing beyond the JDK and no
 * thread of its own; {@code docs/decisions/0008-own-clients-of-runtimes.md} says why it is no
 * library.
 *
 * <p>{@link dev.kansoku.containers.grpc.GrpcConnection} makes the calls, {@link
 * dev.kansoku.containers.grpc.ProtoReader} and {@link dev.kansoku.containers.grpc.ProtoWriter} are
 * for the messages.
 */
@NullMarked
package dev.kansoku.containers.grpc;

import org.jspecify.annotations.NullMarked;

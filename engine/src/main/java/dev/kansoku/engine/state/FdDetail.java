// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.engine.state;

/** What only some kinds of fds have. Never changed, so that copies of an fd share it. */
sealed interface FdDetail {
    /**
     * An internet socket.
     *
     * @param source client or own address, empty where there is none
     * @param destination server or peer address, empty where there is none
     * @param protocol one of {@link FdState}'s {@code L4_} numbers
     */
    @SuppressWarnings("ArrayRecordComponent") // compared field by field, never as a whole
    record Internet(
            byte[] source, int sourcePort, byte[] destination, int destinationPort, int protocol)
            implements FdDetail {
        static final Internet NONE = new Internet(Bytes.EMPTY, 0, Bytes.EMPTY, 0, 0);

        Internet swapped() {
            return new Internet(destination, destinationPort, source, sourcePort, protocol);
        }

        Internet withSource(byte[] address, int port) {
            return new Internet(address, port, destination, destinationPort, protocol);
        }

        Internet withDestination(byte[] address, int port) {
            return new Internet(source, sourcePort, address, port, protocol);
        }

        Internet withProtocol(int other) {
            return new Internet(source, sourcePort, destination, destinationPort, other);
        }
    }

    /** A unix socket, by its own and its peer's address in the kernel, 0 where unknown. */
    record Unix(long source, long destination) implements FdDetail {
        static final Unix NONE = new Unix(0, 0);
    }

    /** A pidfd, by the process it stands for. */
    record Process(long pid) implements FdDetail {}
}

// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.event.start;

/**
 * The two ends of a socket. Internet addresses are 4 or 16 bytes in network order; a server socket
 * has its own address as source and no destination.
 *
 * @param source own or client address; empty where there is none
 * @param destination peer or server address; empty where there is none
 * @param protocol layer-4 protocol in the family's encoding: 0 unknown, 1 not applicable, 2 tcp, 3
 *     udp, 4 icmp, 5 raw
 * @param unixSource kernel address of a unix socket, 0 for others
 * @param unixDestination kernel address of a unix socket's peer, 0 for others
 * @param role which end of a connection it is, where its source knows; no file carries it
 */
@SuppressWarnings("ArrayRecordComponent") // handed over once at the start, never compared
public record SocketEntry(
        byte[] source,
        int sourcePort,
        byte[] destination,
        int destinationPort,
        int protocol,
        long unixSource,
        long unixDestination,
        Role role) {

    /** Which end of a connection a socket is. */
    public enum Role {
        UNKNOWN,
        CLIENT,
        SERVER
    }

    public static final SocketEntry NONE = new SocketEntry(new byte[0], 0, new byte[0], 0, 0, 0, 0);

    /** A socket whose role its source does not know. */
    public SocketEntry(
            byte[] source,
            int sourcePort,
            byte[] destination,
            int destinationPort,
            int protocol,
            long unixSource,
            long unixDestination) {
        this(
                source,
                sourcePort,
                destination,
                destinationPort,
                protocol,
                unixSource,
                unixDestination,
                Role.UNKNOWN);
    }
}

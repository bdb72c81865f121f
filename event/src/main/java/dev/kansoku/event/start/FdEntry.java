// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.event.start;

/**
 * An open fd.
 *
 * @param number the fd's number
 * @param inode its inode, 0 where unknown
 * @param type what it is open on
 * @param name path, or name of a pipe, or unix socket's path; empty for internet sockets
 * @param flags open flags in the event table's encoding, 0 where unknown
 * @param device device number, 0 where unknown
 * @param socket addresses of a socket; {@link SocketEntry#NONE} for others
 */
@SuppressWarnings("ArrayRecordComponent") // handed over once at the start, never compared
public record FdEntry(
        long number,
        long inode,
        FdType type,
        byte[] name,
        int flags,
        long device,
        SocketEntry socket) {}

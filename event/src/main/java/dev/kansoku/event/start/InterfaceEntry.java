// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.event.start;

/**
 * An address of a network interface.
 *
 * @param address 4 or 16 bytes, network order
 * @param netmask as long as the address
 * @param broadcast as long as the address; zeros where there is none
 * @param linkSpeed bits per second, 0 where unknown
 */
@SuppressWarnings("ArrayRecordComponent") // handed over once at the start, never compared
public record InterfaceEntry(
        String name, byte[] address, byte[] netmask, byte[] broadcast, long linkSpeed) {}

// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.lua;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/** Where a script sends datagrams, such as measurements: numbers for an address, no names. */
final class Datagrams {
    private static final int LAST_PORT = 65_535;

    private @Nullable DatagramSocket socket;
    private @Nullable InetSocketAddress peer;

    void peer(String address, String port) throws LuaException {
        try {
            int number = Integer.parseInt(port);
            if (number < 1 || number > LAST_PORT) {
                throw new LuaException("there is no port " + port);
            }
            peer = new InetSocketAddress(InetAddress.ofLiteral(address), number);
        } catch (NumberFormatException e) {
            throw new LuaException("there is no port " + port);
        } catch (IllegalArgumentException e) {
            throw new LuaException("\"" + address + "\" is no address");
        }
    }

    void send(byte[] message) throws LuaException {
        InetSocketAddress to = peer;
        if (to == null) {
            throw new LuaException("sysdig.udp_send needs sysdig.udp_setpeername before it");
        }
        try {
            DatagramSocket from = socket;
            if (from == null) {
                from = new DatagramSocket();
                socket = from;
            }
            from.send(new DatagramPacket(message, message.length, to));
        } catch (IOException e) {
            throw new LuaException("cannot send to " + to + ": " + e.getMessage());
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.rules.output;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;

/**
 * Where a receiver is.
 *
 * @param host a name or an address
 * @param port from 1 to 65535
 */
record HostAndPort(String host, int port) {
    private static final int MOST_PORT = 65_535;

    /** Of an address such as {@code syslog+tcp://host:514}. */
    static HostAndPort of(String address, int port) throws OutputSpecException {
        try {
            URI uri = new URI(address);
            String host = uri.getHost();
            int given = uri.getPort();
            boolean bare = uri.getRawPath().isEmpty() || uri.getRawPath().equals("/");
            if (host == null
                    || uri.getRawUserInfo() != null
                    || uri.getRawQuery() != null
                    || !bare
                    || given == 0
                    || given > MOST_PORT) {
                throw new URISyntaxException(address, "no host and port");
            }
            String inside = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
            return new HostAndPort(inside, given < 0 ? port : given);
        } catch (URISyntaxException e) {
            throw new OutputSpecException(
                    null, "\"" + address + "\" is no address such as syslog+udp://host:514");
        }
    }

    /** Asks for the host's address anew. */
    InetSocketAddress resolved() throws IOException {
        InetSocketAddress address = new InetSocketAddress(host, port);
        if (address.isUnresolved()) {
            throw new UnknownHostException("no host \"" + host + "\" is known");
        }
        return address;
    }

    @Override
    public String toString() {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.rules.trial;

import dev.kansoku.event.start.SocketEntry;
import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Addresses of sockets as tests write them: {@code 10.0.0.1:80}, {@code [::1]:80}, a path. */
final class Addresses {
    private static final int UNIX = 1;
    private static final int INET = 2;
    private static final int INET6 = 10;

    /** Literals alone: no name is looked up. */
    private static final Pattern FORM =
            Pattern.compile(
                    "(?:([0-9]{1,3}(?:\\.[0-9]{1,3}){3})|\\[([0-9a-fA-F:.]{2,45})]):([0-9]{1,5})");

    private static final int TCP = 2;

    private record End(byte[] address, int port) {
        int family() {
            return address.length == 4 ? INET : INET6;
        }
    }

    private Addresses() {}

    /** One address, as an event has it. */
    static byte[] address(Yaml value) throws TrialException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        if (value.text().startsWith("/")) {
            out.write(UNIX);
            path(value.text(), out);
        } else {
            End end = end(value, value.text());
            out.write(end.family());
            put(end, out);
        }
        return out.toByteArray();
    }

    /** Two addresses with an arrow between, or the path of a unix socket. */
    static byte[] pair(Yaml value) throws TrialException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        if (value.text().startsWith("/")) {
            out.write(UNIX);
            out.writeBytes(new byte[16]);
            path(value.text(), out);
            return out.toByteArray();
        }
        End[] ends = both(value);
        out.write(ends[0].family());
        put(ends[0], out);
        put(ends[1], out);
        return out.toByteArray();
    }

    /** The ends of a connection, client first. */
    static SocketEntry ends(Yaml value) throws TrialException {
        End[] ends = both(value);
        return new SocketEntry(
                ends[0].address(), ends[0].port(), ends[1].address(), ends[1].port(), TCP, 0, 0);
    }

    private static End[] both(Yaml value) throws TrialException {
        String[] texts = value.text().split("->", -1);
        if (texts.length != 2) {
            throw value.wrong("two addresses are expected, such as 10.0.0.1:40000->10.0.0.2:80");
        }
        End[] ends = {end(value, texts[0]), end(value, texts[1])};
        if (ends[0].family() != ends[1].family()) {
            throw value.wrong("both addresses must be of one kind");
        }
        return ends;
    }

    private static End end(Yaml value, String text) throws TrialException {
        Matcher matcher = FORM.matcher(text);
        int port = matcher.matches() ? Integer.parseInt(matcher.group(3)) : -1;
        if (port < 0 || port > 0xffff) {
            throw value.wrong(
                    "\"" + text + "\" is no address and port such as 10.0.0.1:80 or [::1]:80");
        }
        String literal = matcher.group(1) == null ? matcher.group(2) : matcher.group(1);
        try {
            return new End(InetAddress.ofLiteral(literal).getAddress(), port);
        } catch (IllegalArgumentException _) {
            throw value.wrong("\"" + literal + "\" is no address");
        }
    }

    private static void put(End end, ByteArrayOutputStream out) {
        out.writeBytes(end.address());
        out.write(end.port() & 0xff);
        out.write(end.port() >> 8);
    }

    private static void path(String path, ByteArrayOutputStream out) {
        out.writeBytes(path.getBytes(StandardCharsets.UTF_8));
        out.write(0);
    }
}

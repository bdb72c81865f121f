// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.engine.state;

import dev.kansoku.event.TextBuffer;
import dev.kansoku.event.render.AddressText;

/** Names sockets by their addresses. Not thread-safe. */
final class SocketNames {
    private static final byte[] ANY = new byte[16];

    private final TextBuffer out = new TextBuffer();
    private final SharedTexts texts;

    SocketNames(SharedTexts texts) {
        this.texts = texts;
    }

    /** {@code 127.0.0.1:4711->127.0.0.1:80}; for a server its own end alone. */
    byte[] of(FdState fd) {
        out.clear();
        boolean ipv4 = fd.type.isIpv4();
        FdDetail.Internet ends = fd.internet();
        end(ipv4, ends.source(), ends.sourcePort());
        if (!fd.type.isServer()) {
            out.put('-').put('>');
            end(ipv4, ends.destination(), ends.destinationPort());
        }
        return texts.of(out);
    }

    private void end(boolean ipv4, byte[] address, int port) {
        byte[] bytes = address.length == (ipv4 ? 4 : 16) ? address : ANY;
        if (ipv4) {
            AddressText.ipv4(bytes, 0, out);
        } else {
            AddressText.ipv6(bytes, 0, out);
        }
        out.put(':').unsigned(port);
    }

    /** A socket address or an address pair as values show it. */
    byte[] address(byte[] value) {
        out.clear();
        AddressText.address(value, 0, value.length, out);
        return texts.of(out);
    }

    byte[] tuple(byte[] value) {
        out.clear();
        AddressText.tuple(value, 0, value.length, out);
        return texts.of(out);
    }
}

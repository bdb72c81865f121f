// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.cli.detect;

import dev.kansoku.ffi.LocalDatagrams;
import dev.kansoku.ffi.SystemCallException;
import dev.kansoku.rules.output.LocalSyslog;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.Arrays;

/**
 * The socket of this machine's syslog: one of datagrams nearly everywhere, and where it is one of
 * streams, messages end with a zero.
 */
final class SyslogSocket implements LocalSyslog.Way {
    private static final long MOST_MILLIS = 2_000;
    private static final int EPROTOTYPE = 91;

    private final LocalDatagrams datagrams;

    private SyslogSocket(LocalDatagrams datagrams) {
        this.datagrams = datagrams;
    }

    static LocalSyslog.Way open(String path) throws IOException {
        try {
            return new SyslogSocket(LocalDatagrams.connect(path, MOST_MILLIS));
        } catch (SystemCallException e) {
            if (e.errno() == EPROTOTYPE) {
                return new Stream(path);
            }
            throw new IOException("no syslog at " + path + ": " + e.getMessage(), e);
        }
    }

    @Override
    public void send(byte[] message) throws IOException {
        datagrams.send(message);
    }

    @Override
    public void close() {
        datagrams.close();
    }

    /** The other kind. */
    private static final class Stream implements LocalSyslog.Way {
        private final SocketChannel channel;

        Stream(String path) throws IOException {
            channel = SocketChannel.open(StandardProtocolFamily.UNIX);
            boolean whole = false;
            try {
                channel.connect(UnixDomainSocketAddress.of(path));
                whole = true;
            } finally {
                if (!whole) {
                    channel.close();
                }
            }
        }

        @Override
        public void send(byte[] message) throws IOException {
            ByteBuffer bytes = ByteBuffer.wrap(Arrays.copyOf(message, message.length + 1));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.rules.output;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Syslog by UDP (RFC 5426): one message a datagram. Nobody says whether it came to anybody; that a
 * host refuses is noticed with the next one.
 */
final class UdpSyslog implements AlertOutput {
    /** No datagram holds more. */
    static final int LARGEST = 65_507;

    private final HostAndPort to;
    private final SyslogForm form;
    private final int most;
    private final AtomicLong shortened = new AtomicLong();
    private volatile @Nullable DatagramChannel channel;

    UdpSyslog(HostAndPort to, SyslogForm form, int most) {
        this.to = to;
        this.form = form;
        this.most = most;
    }

    @Override
    public String name() {
        return "syslog+udp://" + to;
    }

    @Override
    public int send(List<AlertMessage> messages) throws IOException {
        DatagramChannel open = channel;
        if (open == null || !open.isOpen()) {
            open = DatagramChannel.open();
            channel = open;
            open.connect(to.resolved());
        }
        byte[] whole = form.far(messages.getFirst());
        byte[] bytes = Utf8.cut(whole, most);
        try {
            open.write(ByteBuffer.wrap(bytes));
        } catch (IOException e) {
            // The host may have another address by now.
            close();
            throw e;
        }
        if (bytes.length < whole.length) {
            shortened.incrementAndGet();
        }
        return 1;
    }

    @Override
    public long shortened() {
        return shortened.get();
    }

    @Override
    public void reopen() throws IOException {
        close();
    }

    @Override
    public void close() throws IOException {
        DatagramChannel open = channel;
        channel = null;
        if (open != null) {
            open.close();
        }
    }
}

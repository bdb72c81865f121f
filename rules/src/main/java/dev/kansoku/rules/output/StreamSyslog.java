// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.rules.output;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * Syslog by TCP and TLS: messages one behind the other, each with its length in front (RFC 6587,
 * RFC 5425). The receiver says nothing, so what was written shortly before it went away is written
 * again: it may have some twice, and misses none.
 */
final class StreamSyslog implements AlertOutput {

    private final HostAndPort to;
    private final @Nullable TlsFiles tls;
    private final SyslogForm form;
    private final Duration timeout;
    private final Unconfirmed unconfirmed = new Unconfirmed();
    private List<AlertMessage> again = List.of();
    private volatile @Nullable Connection connection;
    private volatile boolean closed;

    /**
     * @param tls what is needed for TLS, or null for TCP alone
     * @param timeout for connecting, and for some messages to be written
     */
    StreamSyslog(HostAndPort to, @Nullable TlsFiles tls, SyslogForm form, Duration timeout) {
        this.to = to;
        this.tls = tls;
        this.form = form;
        this.timeout = timeout;
    }

    /** A connection, and a thread that notices its end. */
    private static final class Connection {
        final Socket plain;
        final Socket socket;
        final Thread watch;
        volatile boolean ended;
        volatile long end;

        Connection(Socket plain, Socket socket) {
            this.plain = plain;
            this.socket = socket;
            watch = Thread.ofVirtual().name("kansoku-syslog-watch").start(this::watch);
        }

        /** A syslog receiver sends nothing but the end; TLS has messages of its own. */
        private void watch() {
            try {
                byte[] unread = new byte[512];
                while (socket.getInputStream().read(unread) >= 0) {
                    // whatever it says
                }
            } catch (IOException _) {
                // that is the end as well
            } finally {
                end = System.nanoTime();
                ended = true;
            }
        }

        void breakOff() {
            try {
                plain.close();
            } catch (IOException _) {
                // it is given up anyway
            }
        }
    }

    @Override
    public String name() {
        return (tls == null ? "syslog+tcp://" : "syslog+tls://") + to;
    }

    @Override
    public int send(List<AlertMessage> messages) throws IOException {
        Connection open = connection;
        if (open != null && open.ended) {
            lose(open);
            open = null;
        }
        if (open == null) {
            open = connect();
            connection = open;
            while (!again.isEmpty()) {
                List<AlertMessage> some = Lines.chunk(again);
                write(open, some);
                again = again.subList(some.size(), again.size());
            }
        }
        List<AlertMessage> some = Lines.chunk(messages);
        write(open, some);
        return some.size();
    }

    private void lose(Connection open) {
        open.breakOff();
        connection = null;
        List<AlertMessage> first = unconfirmed.doubtful(open.ended ? open.end : System.nanoTime());
        first.addAll(again);
        again = first;
    }

    private void write(Connection open, List<AlertMessage> messages) throws IOException {
        ByteArrayOutputStream frames = new ByteArrayOutputStream();
        for (AlertMessage message : messages) {
            byte[] frame = form.far(message);
            frames.writeBytes((frame.length + " ").getBytes(StandardCharsets.US_ASCII));
            frames.writeBytes(frame);
        }
        TimeLimit limit = new TimeLimit(timeout, open::breakOff);
        try (limit) {
            open.socket.getOutputStream().write(frames.toByteArray());
            open.socket.getOutputStream().flush();
            unconfirmed.wrote(messages);
        } catch (IOException e) {
            lose(open);
            throw limit.passed()
                    ? new SocketTimeoutException("takes nothing for " + timeout.toMillis() + " ms")
                    : e;
        }
    }

    private Connection connect() throws IOException {
        Socket plain = new Socket();
        boolean whole = false;
        try {
            int millis = (int) Math.min(Integer.MAX_VALUE, Math.max(1, timeout.toMillis()));
            plain.connect(to.resolved(), millis);
            plain.setTcpNoDelay(true);
            plain.setKeepAlive(true);
            Socket socket = tls == null ? plain : secured(plain, tls, millis);
            if (closed) {
                throw new IOException("is closed");
            }
            whole = true;
            return new Connection(plain, socket);
        } finally {
            if (!whole) {
                plain.close();
            }
        }
    }

    private Socket secured(Socket plain, TlsFiles files, int millis) throws IOException {
        SSLContext context = files.context();
        plain.setSoTimeout(millis);
        SSLSocket socket =
                (SSLSocket)
                        context.getSocketFactory().createSocket(plain, to.host(), to.port(), true);
        if (!files.insecure()) {
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            socket.setSSLParameters(parameters);
        }
        socket.startHandshake();
        plain.setSoTimeout(0);
        return socket;
    }

    @Override
    public void reopen() {
        // The next alert finds the new certificates.
        Connection open = connection;
        connection = null;
        if (open != null) {
            end(open);
        }
    }

    @Override
    public void close() {
        closed = true;
        reopen();
    }

    /** Says that nothing more comes, and gives the receiver a moment to have read all. */
    private static void end(Connection open) {
        try {
            if (open.socket instanceof SSLSocket) {
                open.socket.shutdownOutput();
            } else {
                open.plain.shutdownOutput();
            }
            open.watch.join(Duration.ofSeconds(1));
        } catch (IOException _) {
            // it is closed anyway
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        open.breakOff();
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.report;

import dev.kansoku.engine.EventContext;
import dev.kansoku.filter.syntax.FilterException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Puts HTTP requests and their responses together, by process and fd. Where both ends of a
 * connection are observed a request counts once: as the server's. Belongs to one thread.
 */
final class HttpMessages {
    private static final int MOST_OPEN = 1 << 14;
    private static final int MOST_METHOD = 16;
    private static final byte[] HOST = Words.ascii("\nhost: ");
    private static final byte[] LENGTH = Words.ascii("\ncontent-length: ");
    private static final byte[] VERSION = Words.ascii("http/");

    /** A request that has no response yet. */
    private static final class Open {
        private final String method;
        private final String url;
        private final long time;
        private final boolean server;
        private final String connection;
        private boolean toldByServer;

        Open(String method, String url, long time, boolean server, String connection) {
            this.method = method;
            this.url = url;
            this.time = time;
            this.server = server;
            this.connection = connection;
        }
    }

    /**
     * A request with its response.
     *
     * @param server whether the process at hand is the server
     * @param code of the response
     * @param nanos from the request to the response
     * @param size that the response says its body has
     */
    record Transaction(
            String method, String url, boolean server, int code, long nanos, long size) {}

    private record Place(long pid, long fd) {}

    private static final class Bounded<K, V> extends LinkedHashMap<K, V> {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
            return size() > MOST_OPEN;
        }
    }

    private final FieldBytes data;
    private final FieldBytes connection;
    private final FieldNumber fd;
    private final FieldNumber pid;
    private final FieldNumber reads;
    private final Map<Place, Open> open = new Bounded<>();
    private final Map<String, Open> clients = new Bounded<>();
    private final Map<String, Open> servers = new Bounded<>();

    HttpMessages(ReportSetting setting) throws FilterException {
        data = FieldBytes.of("evt.buffer", setting.text());
        connection = FieldBytes.of("fd.name", setting.text());
        fd = FieldNumber.of("fd.num", setting.text());
        pid = FieldNumber.of("proc.pid", setting.text());
        reads = FieldNumber.of("evt.is_io_read", setting.text());
    }

    /** The transaction that the event at hand ends, or null. */
    @Nullable Transaction take(EventContext context) {
        if (!data.read(context)) {
            return null;
        }
        Place place = new Place(pid.read(context), fd.read(context));
        Open request = open.get(place);
        if (request == null) {
            begin(place, context);
            return null;
        }
        int code = code();
        if (code < 0) {
            return null;
        }
        open.remove(place);
        (request.server ? servers : clients).remove(request.connection, request);
        if (request.toldByServer) {
            return null;
        }
        return new Transaction(
                request.method,
                request.url,
                request.server,
                code,
                context.event().timestamp() - request.time,
                Math.max(0, number(header(LENGTH))));
    }

    private void begin(Place place, EventContext context) {
        String method = method();
        if (method == null) {
            return;
        }
        String path = word(data.offset() + method.length() + 1);
        if (path.isEmpty()) {
            return;
        }
        boolean server = reads.read(context) == 1;
        String name =
                connection.read(context)
                        ? new String(
                                connection.bytes(),
                                connection.offset(),
                                connection.length(),
                                StandardCharsets.ISO_8859_1)
                        : "";
        Open request =
                new Open(method, header(HOST) + path, context.event().timestamp(), server, name);
        if (server) {
            servers.put(name, request);
            Open client = clients.get(name);
            if (client != null) {
                client.toldByServer = true;
            }
        } else {
            clients.put(name, request);
            request.toldByServer = servers.containsKey(name);
        }
        open.put(place, request);
    }

    /** A word in capitals with a blank behind it, or null. */
    private @Nullable String method() {
        byte[] bytes = data.bytes();
        int at = data.offset();
        int end = Math.min(at + MOST_METHOD, data.offset() + data.length());
        while (at < end && bytes[at] >= 'A' && bytes[at] <= 'Z') {
            at++;
        }
        return at > data.offset() && at < end && bytes[at] == ' '
                ? new String(bytes, data.offset(), at - data.offset(), StandardCharsets.US_ASCII)
                : null;
    }

    /** Printable characters from here on. */
    private String word(int from) {
        byte[] bytes = data.bytes();
        int end = data.offset() + data.length();
        int at = from;
        while (at < end && bytes[at] > ' ' && bytes[at] < 0x7f) {
            at++;
        }
        return at > from ? new String(bytes, from, at - from, StandardCharsets.US_ASCII) : "";
    }

    private String header(byte[] name) {
        int at = Words.find(data.bytes(), data.offset(), data.offset() + data.length(), name);
        return at < 0 ? "" : word(at + name.length);
    }

    /** The status of a response; -1 where it is none. */
    private int code() {
        int end = data.offset() + data.length();
        int at = Words.find(data.bytes(), data.offset(), end, VERSION);
        if (at < 0) {
            return -1;
        }
        String version = word(at);
        return (int) number(word(at + version.length() + 1));
    }

    private static long number(String digits) {
        try {
            return digits.isEmpty() ? -1 : Long.parseLong(digits);
        } catch (NumberFormatException e) {
            // What claims to be a number is text of the network's: then there is none.
            return -1;
        }
    }
}

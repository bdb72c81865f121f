// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.containers.kubernetes;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Stands in for the API server of a cluster: lists in pages, watches from a version on with
 * bookmarks and with 410 for versions it has forgotten, objects as metadata alone, tokens, and a
 * role that permits what it is told to. What is wrong with it can be chosen.
 */
final class ApiDouble implements AutoCloseable {
    /** A request as it came. */
    record Request(String path, Map<String, String> query, String accept) {
        boolean isWatch() {
            return "true".equals(query.get("watch"));
        }
    }

    private record Change(long version, String collection, String type, Stored object) {}

    private record Stored(String json, String metadata, String node) {}

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Map<String, TreeMap<String, Stored>> collections = new HashMap<>();
    private final List<Change> changes = new ArrayList<>();
    final List<Request> requests = new CopyOnWriteArrayList<>();
    private final Set<String> forbidden = new HashSet<>();
    private long version = 1000;
    private long oldest = 1000;
    private int epoch;
    private volatile boolean closed;

    /** The token that is asked for, null for none. */
    volatile @Nullable String token;

    /** What is answered to everything instead, 0 for nothing. */
    volatile int status;

    /** Objects of a page at most, whatever limit was asked for. */
    volatile int page = Integer.MAX_VALUE;

    /** How many changes a watch tells before it breaks off within the next one. */
    volatile int tearAfter = Integer.MAX_VALUE;

    /** Where requests are sent on to, empty for nowhere. */
    volatile String redirect = "";

    /** How long each answer is held back. */
    volatile long delayMillis;

    ApiDouble() throws IOException {
        this(null);
    }

    ApiDouble(@Nullable SSLContext tls) throws IOException {
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        if (tls == null) {
            server = HttpServer.create(address, 0);
        } else {
            HttpsServer secret = HttpsServer.create(address, 0);
            secret.setHttpsConfigurator(new HttpsConfigurator(tls));
            server = secret;
        }
        server.createContext("/", this::handle);
        server.setExecutor(threads);
        server.start();
    }

    URI address() {
        return URI.create(
                (server instanceof HttpsServer ? "https" : "http")
                        + "://127.0.0.1:"
                        + server.getAddress().getPort());
    }

    /** Adds or changes an object; {@code spec} and {@code status} are members, or empty. */
    synchronized void put(String collection, Thing thing) {
        long now = ++version;
        TreeMap<String, Stored> objects =
                collections.computeIfAbsent(collection, _ -> new TreeMap<>());
        String metadata = thing.metadata(now);
        Stored stored =
                new Stored(
                        "{\"kind\":\"X\",\"metadata\":"
                                + metadata
                                + (thing.rest().isEmpty() ? "" : "," + thing.rest())
                                + "}",
                        "{\"kind\":\"PartialObjectMetadata\",\"metadata\":" + metadata + "}",
                        thing.node());
        Stored before = objects.put(thing.key(), stored);
        record(new Change(now, collection, before == null ? "ADDED" : "MODIFIED", stored));
    }

    synchronized void delete(String collection, Thing thing) {
        long now = ++version;
        Stored gone = collections.getOrDefault(collection, new TreeMap<>()).remove(thing.key());
        if (gone == null) {
            throw new IllegalStateException("no " + thing.key());
        }
        record(new Change(now, collection, "DELETED", gone));
    }

    /** Takes objects away without telling any watch. */
    synchronized void lose(String collection, Thing thing) {
        collections.getOrDefault(collection, new TreeMap<>()).remove(thing.key());
        ++version;
    }

    private void record(Change change) {
        changes.add(change);
        notifyAll();
    }

    /** Forgets what has changed so far, and ends all watches. */
    synchronized void compact() {
        changes.clear();
        version += 10;
        oldest = version;
        epoch++;
        notifyAll();
    }

    /** Ends all watches in good order. */
    synchronized void endWatches() {
        epoch++;
        notifyAll();
    }

    /** The role does not permit what stands in this part of paths. */
    void forbid(String part) {
        forbidden.add(part);
    }

    void permitAll() {
        forbidden.clear();
    }

    long count(String path) {
        return requests.stream().filter(r -> r.path().equals(path)).count();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            Request request =
                    new Request(
                            exchange.getRequestURI().getPath(),
                            query(exchange.getRequestURI().getRawQuery()),
                            exchange.getRequestHeaders().getFirst("Accept"));
            requests.add(request);
            String authorization = exchange.getRequestHeaders().getFirst("Authorization");
            if (delayMillis > 0) {
                Thread.sleep(delayMillis);
            }
            if (!redirect.isEmpty()) {
                exchange.getResponseHeaders().add("Location", redirect + request.path());
                refuse(exchange, 302);
            } else if (status != 0) {
                refuse(exchange, status);
            } else if (token != null && !("Bearer " + token).equals(authorization)) {
                refuse(exchange, 401);
            } else if (forbidden.stream().anyMatch(request.path()::contains)) {
                refuse(exchange, 403);
            } else {
                answer(exchange, request);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void answer(HttpExchange exchange, Request request)
            throws IOException, InterruptedException {
        String collection = request.path();
        if (isCollection(collection)) {
            if (request.isWatch()) {
                watch(exchange, request, collection);
            } else {
                list(exchange, request, collection);
            }
            return;
        }
        int slash = collection.lastIndexOf('/');
        Stored stored;
        synchronized (this) {
            String folder = collection.substring(0, slash);
            String name = collection.substring(slash + 1);
            int at = folder.indexOf("/namespaces/");
            String key = name;
            if (at >= 0) {
                String[] parts = folder.substring(at + 12).split("/");
                folder = folder.substring(0, at) + "/" + parts[1];
                key = parts[0] + "/" + name;
            } else {
                key = "/" + name;
            }
            stored = collections.getOrDefault(folder, new TreeMap<>()).get(key);
        }
        if (stored == null) {
            refuse(exchange, 404);
        } else {
            boolean metadata = request.accept().contains("as=PartialObjectMetadata");
            send(exchange, 200, metadata ? stored.metadata() : stored.json());
        }
    }

    private static boolean isCollection(String path) {
        return path.endsWith("/pods") || path.endsWith("/services");
    }

    private void list(HttpExchange exchange, Request request, String collection)
            throws IOException {
        String more = request.query().getOrDefault("continue", "");
        String from = request.query().getOrDefault("resourceVersion", "");
        if (!more.isEmpty() && !from.isEmpty()) {
            refuse(exchange, 400);
            return;
        }
        StringBuilder json = new StringBuilder("{\"kind\":\"List\",\"metadata\":{");
        synchronized (this) {
            int begin = 0;
            if (!more.isEmpty()) {
                String[] parts = more.split(" ");
                if (Long.parseLong(parts[1]) < oldest) {
                    refuse(exchange, 410);
                    return;
                }
                begin = Integer.parseInt(parts[0]);
            }
            int limit = Integer.parseInt(request.query().getOrDefault("limit", "100000"));
            List<Stored> all = new ArrayList<>();
            for (Stored stored : collections.getOrDefault(collection, new TreeMap<>()).values()) {
                if (selects(request, stored)) {
                    all.add(stored);
                }
            }
            // What comes from the server's memory comes in one piece.
            int size = from.equals("0") ? all.size() : Math.min(limit, page);
            int end = Math.min(all.size(), begin + size);
            json.append("\"resourceVersion\":\"").append(version).append('"');
            if (end < all.size()) {
                json.append(",\"continue\":\"").append(end + " " + version).append('"');
            }
            json.append("},\"items\":[");
            for (int i = begin; i < end; i++) {
                json.append(i == begin ? "" : ",").append(all.get(i).json());
            }
        }
        send(exchange, 200, json.append("]}").toString());
    }

    private static boolean selects(Request request, Stored stored) {
        String selector = request.query().getOrDefault("fieldSelector", "");
        return selector.isEmpty() || selector.equals("spec.nodeName=" + stored.node());
    }

    private void watch(HttpExchange exchange, Request request, String collection)
            throws IOException, InterruptedException {
        long from = Long.parseLong(request.query().getOrDefault("resourceVersion", "0"));
        long seconds = Long.parseLong(request.query().getOrDefault("timeoutSeconds", "60"));
        long end = System.nanoTime() + seconds * 1_000_000_000L;
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, 0);
        OutputStream out = exchange.getResponseBody();
        out.flush();
        if (from < oldest) {
            write(
                    out,
                    "{\"type\":\"ERROR\",\"object\":{\"kind\":\"Status\",\"metadata\":{},"
                            + "\"status\":\"Failure\",\"code\":410}}\n");
            return;
        }
        int begun = epoch;
        int told = 0;
        boolean bookmarked = false;
        while (!closed) {
            List<Change> news = new ArrayList<>();
            synchronized (this) {
                if (epoch != begun) {
                    return;
                }
                for (Change change : changes) {
                    if (change.version() > from && change.collection().equals(collection)) {
                        news.add(change);
                    }
                }
                if (news.isEmpty()) {
                    if (System.nanoTime() > end) {
                        return;
                    }
                    if (bookmarked) {
                        wait(20);
                    }
                }
            }
            for (Change change : news) {
                from = change.version();
                if (!selects(request, change.object())) {
                    continue;
                }
                String json =
                        "{\"type\":\""
                                + change.type()
                                + "\",\"object\":"
                                + change.object().json()
                                + "}\n";
                if (told++ == tearAfter) {
                    write(out, json.substring(0, json.length() / 2));
                    throw new IOException("broken off on purpose");
                }
                write(out, json);
            }
            boolean wants = "true".equals(request.query().get("allowWatchBookmarks"));
            if (news.isEmpty() && !bookmarked && wants) {
                bookmarked = true;
                long now;
                synchronized (this) {
                    now = version;
                }
                write(
                        out,
                        "{\"type\":\"BOOKMARK\",\"object\":{\"kind\":\"X\",\"metadata\":"
                                + "{\"resourceVersion\":\""
                                + now
                                + "\"}}}\n");
            }
        }
    }

    private static void write(OutputStream out, String json) throws IOException {
        // In two pieces, as networks do it.
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        out.write(bytes, 0, bytes.length / 3);
        out.flush();
        out.write(bytes, bytes.length / 3, bytes.length - bytes.length / 3);
        out.flush();
    }

    private static void refuse(HttpExchange exchange, int status) throws IOException {
        send(
                exchange,
                status,
                "{\"kind\":\"Status\",\"status\":\"Failure\",\"code\":" + status + "}");
    }

    private static void send(HttpExchange exchange, int status, String json) throws IOException {
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    private static Map<String, String> query(@Nullable String raw) {
        Map<String, String> query = new HashMap<>();
        if (raw != null) {
            for (String part : raw.split("&")) {
                int equals = part.indexOf('=');
                query.put(
                        part.substring(0, equals),
                        URLDecoder.decode(part.substring(equals + 1), StandardCharsets.UTF_8));
            }
        }
        return query;
    }

    @Override
    public void close() {
        closed = true;
        synchronized (this) {
            notifyAll();
        }
        server.stop(0);
        threads.shutdownNow();
    }
}

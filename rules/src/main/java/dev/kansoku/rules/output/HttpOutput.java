// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.rules.output;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Posts alerts to a server, one a request or several lines of JSON, over a connection that stays
 * open. What the server says decides: 2xx is delivered; 408, 425, 429 and 5xx come again, when
 * {@code Retry-After} says where it says so; all else is refused. It goes where the user said and
 * follows no redirection.
 */
final class HttpOutput implements AlertOutput {
    private static final Set<Integer> AGAIN = Set.of(408, 425, 429);
    private static final int MOST_BATCH = 256;
    private static final int SUCCESS = 2;
    private static final int SERVER_ERROR = 5;
    private static final long LARGEST_HEADERS = 64 << 10;

    private final URI uri;
    private final @Nullable TlsFiles tls;
    private final List<String[]> headers;
    private final Duration timeout;
    private final boolean gzip;
    private final int batch;
    private volatile @Nullable HttpClient client;
    private volatile @Nullable CompletableFuture<HttpResponse<Void>> pending;

    /** So many alerts go alone, since the server refused them together. */
    private int alone;

    private HttpOutput(
            URI uri,
            @Nullable TlsFiles tls,
            List<String[]> headers,
            Duration timeout,
            boolean gzip,
            int batch) {
        this.uri = uri;
        this.tls = tls;
        this.headers = headers;
        this.timeout = timeout;
        this.gzip = gzip;
        this.batch = batch;
    }

    static HttpOutput of(OutputSpec spec, OutputSettings settings)
            throws OutputSpecException, IOException {
        URI given = uri(spec.address());
        List<String[]> headers = headers(settings);
        headers.add(new String[] {"User-Agent", settings.text("user-agent")});
        String user = given.getUserInfo();
        if (user != null) {
            String basic =
                    Base64.getEncoder().encodeToString(user.getBytes(StandardCharsets.UTF_8));
            headers.add(new String[] {"Authorization", "Basic " + basic});
        }
        int batch = settings.number("batch");
        if (batch < 1 || batch > MOST_BATCH) {
            throw OutputSettings.wrong("batch", "is from 1 to " + MOST_BATCH);
        }
        TlsFiles tls =
                spec.kind() == OutputKind.HTTPS ? OutputMaker.checked(TlsFiles.of(settings)) : null;
        HttpOutput output =
                new HttpOutput(
                        withoutUser(given),
                        tls,
                        headers,
                        OutputMaker.timeout(settings),
                        settings.flag("gzip"),
                        batch);
        try {
            output.request(new byte[0], false);
        } catch (IllegalArgumentException e) {
            throw OutputSettings.wrong("header", "is none: " + e.getMessage());
        }
        return output;
    }

    private static URI uri(String address) throws OutputSpecException {
        try {
            URI uri = new URI(address);
            if (uri.getHost() != null && uri.getRawFragment() == null) {
                return uri;
            }
        } catch (URISyntaxException _) {
            // is told below
        }
        throw new OutputSpecException(null, "this is no address such as https://host/path");
    }

    private static URI withoutUser(URI uri) throws OutputSpecException {
        if (uri.getRawUserInfo() == null) {
            return uri;
        }
        String text = uri.toString();
        return uri(text.replaceFirst("//[^@/]*@", "//"));
    }

    private static List<String[]> headers(OutputSettings settings)
            throws OutputSpecException, IOException {
        List<String> lines = new ArrayList<>(settings.texts("header"));
        String file = settings.text("header-file");
        if (!file.isEmpty()) {
            Path path = OutputMaker.path("header-file", file);
            if (Files.size(path) > LARGEST_HEADERS) {
                throw OutputSettings.wrong("header-file", "is too large for headers");
            }
            Files.readAllLines(path).stream().filter(line -> !line.isBlank()).forEach(lines::add);
        }
        List<String[]> headers = new ArrayList<>();
        for (String line : lines) {
            int colon = line.indexOf(':');
            if (colon <= 0) {
                throw OutputSettings.wrong("header", "is \"Name: value\"");
            }
            headers.add(
                    new String[] {
                        line.substring(0, colon).strip(), line.substring(colon + 1).strip()
                    });
        }
        return headers;
    }

    /** Without the path, which is a secret of some services. */
    @Override
    public String name() {
        return uri.getScheme()
                + "://"
                + uri.getHost()
                + (uri.getPort() < 0 ? "" : ":" + uri.getPort());
    }

    @Override
    public int send(List<AlertMessage> messages) throws IOException {
        int count = alone > 0 ? 1 : Math.min(batch, messages.size());
        List<AlertMessage> some = messages.subList(0, count);
        byte[] body = count == 1 ? some.getFirst().body() : Lines.of(some);
        HttpResponse<Void> response = post(request(gzip ? compressed(body) : body, count > 1));
        int status = response.statusCode();
        if (status / 100 == SUCCESS) {
            alone = Math.max(0, alone - 1);
            return count;
        }
        String message = "answers with status " + status;
        if (status / 100 == SERVER_ERROR || AGAIN.contains(status)) {
            Duration wait = retryAfter(response);
            throw wait == null ? new IOException(message) : new LaterException(message, wait);
        }
        if (count > 1) {
            alone = count;
            return send(messages);
        }
        alone = Math.max(0, alone - 1);
        throw new RefusedAlertException(message);
    }

    private HttpRequest request(byte[] body, boolean lines) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(uri)
                        .timeout(timeout)
                        .header("Content-Type", lines ? "application/x-ndjson" : contentType(body))
                        .POST(HttpRequest.BodyPublishers.ofByteArray(body));
        if (gzip) {
            request.header("Content-Encoding", "gzip");
        }
        for (String[] header : headers) {
            request.setHeader(header[0], header[1]);
        }
        return request.build();
    }

    /** An alert as text begins with its time, one as JSON with a brace. */
    private String contentType(byte[] body) {
        boolean text = !gzip && body.length > 0 && body[0] != '{';
        return text ? "text/plain; charset=utf-8" : "application/json";
    }

    private static byte[] compressed(byte[] body) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(body);
        }
        return bytes.toByteArray();
    }

    private HttpResponse<Void> post(HttpRequest request) throws IOException {
        CompletableFuture<HttpResponse<Void>> answer =
                client().sendAsync(request, BodyHandlers.discarding());
        pending = answer;
        try {
            return answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new HttpTimeoutException("no answer within " + timeout.toMillis() + " ms");
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            String message =
                    cause == null || cause.getMessage() == null ? null : cause.getMessage();
            throw new IOException(message != null ? message : "no connection to " + name(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("broken off", e);
        } finally {
            answer.cancel(true);
            pending = null;
        }
    }

    private HttpClient client() throws IOException {
        HttpClient open = client;
        if (open == null) {
            HttpClient.Builder builder =
                    HttpClient.newBuilder()
                            .version(HttpClient.Version.HTTP_1_1)
                            .followRedirects(HttpClient.Redirect.NEVER)
                            .connectTimeout(timeout);
            if (tls != null) {
                builder.sslContext(tls.context());
            }
            open = builder.build();
            client = open;
        }
        return open;
    }

    /** Seconds or a date; null where there is none that can be read. */
    private static @Nullable Duration retryAfter(HttpResponse<Void> response) {
        String value = response.headers().firstValue("Retry-After").orElse("");
        if (value.matches("[0-9]{1,9}")) {
            return Duration.ofSeconds(Long.parseLong(value));
        }
        try {
            Instant when =
                    ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
            Duration wait = Duration.between(Instant.now(), when);
            return wait.isNegative() ? Duration.ZERO : wait;
        } catch (DateTimeParseException e) {
            return null;
        }
    }

    /** The next alert finds the new certificates. */
    @Override
    public void reopen() {
        HttpClient open = client;
        client = null;
        if (open != null) {
            open.shutdown();
        }
    }

    @Override
    public void close() {
        CompletableFuture<HttpResponse<Void>> answer = pending;
        if (answer != null) {
            answer.cancel(true);
        }
        HttpClient open = client;
        client = null;
        if (open != null) {
            open.shutdownNow();
        }
    }
}

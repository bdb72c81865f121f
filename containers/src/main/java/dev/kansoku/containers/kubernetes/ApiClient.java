// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.containers.kubernetes;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Sends questions to the API. Follows no redirects, so that the token goes nowhere else, and uses
 * no proxy. Thread-safe.
 */
final class ApiClient implements AutoCloseable {
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration HEADERS = Duration.ofSeconds(20);
    private static final long LONGEST_REST = 60;

    private final ApiAccess access;
    private final HttpClient client;
    private final String base;
    private final AtomicLong requests = new AtomicLong();

    ApiClient(ApiAccess access) throws IOException {
        this.access = access;
        HttpClient.Builder builder =
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .connectTimeout(CONNECT)
                        .followRedirects(HttpClient.Redirect.NEVER)
                        .proxy(HttpClient.Builder.NO_PROXY)
                        .executor(Executors.newVirtualThreadPerTaskExecutor());
        if (access.isSecret()) {
            builder.sslContext(TlsIdentity.of(access));
        }
        this.client = builder.build();
        String address = access.api().toString();
        this.base = address.endsWith("/") ? address.substring(0, address.length() - 1) : address;
    }

    /** A body that is being received. It ends by itself when its time is over. */
    final class Answer implements AutoCloseable {
        private final BoundedInput body;
        private final Thread alarm;

        private Answer(InputStream stream, Duration most) {
            this.body = new BoundedInput(stream);
            this.alarm =
                    Thread.ofVirtual()
                            .start(
                                    () -> {
                                        try {
                                            Thread.sleep(most);
                                            body.abandon();
                                        } catch (InterruptedException e) {
                                            // the answer was read in time
                                        }
                                    });
        }

        BoundedInput body() {
            return body;
        }

        @Override
        public void close() {
            alarm.interrupt();
            body.abandon();
        }
    }

    /**
     * Asks, and waits until the answer begins.
     *
     * @param path with its query
     * @param accept the form that is wanted
     * @param most how long the whole answer may take
     */
    Answer get(String path, String accept, Duration most) throws IOException, InterruptedException {
        requests.incrementAndGet();
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(base + path))
                        .timeout(HEADERS)
                        .header("Accept", accept)
                        .header("User-Agent", "kansoku");
        String token = access.token();
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        HttpResponse<InputStream> response =
                client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
        if (response.statusCode() != 200) {
            response.body().close();
            throw new ApiException(response.statusCode(), retryAfter(response));
        }
        return new Answer(response.body(), most);
    }

    private static long retryAfter(HttpResponse<?> response) {
        String seconds = response.headers().firstValue("Retry-After").orElse("");
        if (seconds.isEmpty() || seconds.length() > 6 || !seconds.matches("[0-9]+")) {
            return 0;
        }
        return Math.min(LONGEST_REST, Long.parseLong(seconds)) * 1000;
    }

    /** Where the API is. */
    String address() {
        return base;
    }

    /** How often it was asked. */
    long requests() {
        return requests.get();
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.containers.kubernetes;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;

/**
 * Follows all objects of one kind: lists them, then has the API tell what changes. A watch that
 * ends is taken up where it ended; where the API has forgotten that place, the objects are listed
 * again.
 */
final class ListWatch implements Runnable {
    private static final int PAGE = 500;
    private static final String JSON = "application/json";

    /** Lists that are read from the API's memory: cheap, and a little old at worst. */
    private static final String FROM_MEMORY = "0";

    private final ApiClient client;
    private final String what;
    private final String path;
    private final String selector;
    private final Pace pace;
    private final Troubles troubles;
    private final Listener listener;
    private int failures;

    /** Takes what there is and what changes. */
    interface Listener {
        /** All that there are will be told. */
        void begin();

        /** An object is there, or is another than it was. */
        void changed(ApiObject object);

        /** An object is there no more. */
        void removed(ApiObject object);

        /** All have been told that there are; others are there no more. */
        void only(Set<String> uids);

        /** Not all could be told, or what changes cannot be. */
        void failed();
    }

    /**
     * @param what the kind, in the plural
     * @param selector which of them, as a part of the query, or empty
     */
    ListWatch(
            ApiClient client,
            String what,
            String path,
            String selector,
            Pace pace,
            Troubles troubles,
            Listener listener) {
        this.client = client;
        this.what = what;
        this.path = path;
        this.selector = selector;
        this.pace = pace;
        this.troubles = troubles;
        this.listener = listener;
    }

    /** Runs until its thread is interrupted. */
    @Override
    public void run() {
        String version = "";
        String listFrom = FROM_MEMORY;
        try {
            while (!Thread.currentThread().isInterrupted()) {
                try {
                    if (version.isEmpty()) {
                        version = list(listFrom);
                        listFrom = FROM_MEMORY;
                        failures = 0;
                    }
                    version = new Watch(version).run();
                } catch (ApiException e) {
                    if (e.status() == ApiException.GONE) {
                        version = "";
                        listFrom = "";
                        Thread.sleep(pace.pauseMillis(++failures));
                    } else {
                        pause(e, e.retryAfterMillis());
                    }
                } catch (WatchEnd e) {
                    version = e.version;
                    if (failures == 0 && !Thread.currentThread().isInterrupted()) {
                        failures++; // connections do break
                        Thread.sleep(pace.pauseMillis(failures));
                    } else {
                        pause(e, 0);
                    }
                } catch (IOException e) {
                    pause(e, 0);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the capture is over
        }
    }

    private void pause(IOException trouble, long leastMillis) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        troubles.met(what, trouble);
        listener.failed();
        Thread.sleep(Math.max(leastMillis, pace.pauseMillis(++failures)));
    }

    /** Tells of all there are; returns from where on to watch. */
    private String list(String from) throws IOException, InterruptedException {
        listener.begin();
        Set<String> uids = new HashSet<>();
        String more = "";
        while (true) {
            String query = "?limit=" + PAGE + selector;
            if (!more.isEmpty()) {
                query += "&continue=" + encoded(more);
            } else if (!from.isEmpty()) {
                query += "&resourceVersion=" + from;
            }
            try (ApiClient.Answer answer = client.get(path + query, JSON, pace.answer());
                    ApiReader reader = ApiReader.of(answer.body())) {
                ApiReader.Page page =
                        reader.list(
                                object -> {
                                    uids.add(object.uid());
                                    listener.changed(object);
                                });
                if (page.more().isEmpty()) {
                    listener.only(uids);
                    return page.version();
                }
                if (page.more().equals(more)) {
                    throw new IOException("a list has no end");
                }
                more = page.more();
            }
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** A watch broke off; it can be taken up again. */
    private static final class WatchEnd extends IOException {
        private static final long serialVersionUID = 1L;
        private final String version;

        WatchEnd(String version, IOException cause) {
            super(cause.getMessage(), cause);
            this.version = version;
        }
    }

    /** One watch. */
    private final class Watch {
        private String version;
        private boolean any;

        Watch(String version) {
            this.version = version;
        }

        /** Returns from where on to watch when the API has ended the watch in good order. */
        String run() throws IOException, InterruptedException {
            long begin = System.nanoTime();
            Duration most = Duration.ofMillis(Pace.spread(pace.watch().toMillis()));
            String query =
                    "?watch=true&allowWatchBookmarks=true&resourceVersion="
                            + encoded(version)
                            + "&timeoutSeconds="
                            + Math.max(1, most.toSeconds())
                            + selector;
            Duration patience = most.plus(pace.answer());
            try (ApiClient.Answer answer = client.get(path + query, JSON, patience);
                    ApiReader reader = ApiReader.of(answer.body())) {
                reader.watch(this::changed);
            } catch (ApiException e) {
                throw e;
            } catch (IOException e) {
                throw new WatchEnd(version, e);
            }
            if (!any && System.nanoTime() - begin < pace.first().toNanos()) {
                Thread.sleep(pace.pauseMillis(++failures)); // it ended at once: not too often
            } else {
                failures = 0;
            }
            return version;
        }

        private void changed(String type, ApiObject object) throws IOException {
            switch (type) {
                case "ADDED", "MODIFIED" -> listener.changed(object);
                case "DELETED" -> listener.removed(object);
                case "BOOKMARK" -> {
                    // tells the version alone
                }
                case "ERROR" -> throw new ApiException(object.code() == 0 ? 500 : object.code(), 0);
                default -> {
                    return; // nothing that this knows of
                }
            }
            any = true;
            failures = 0;
            if (!object.version().isEmpty()) {
                version = object.version();
            }
        }
    }
}

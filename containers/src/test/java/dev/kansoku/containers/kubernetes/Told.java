// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.containers.kubernetes;

import dev.kansoku.containers.Announcements;
import dev.kansoku.containers.AnnouncingSource;
import dev.kansoku.containers.ContainerAccounts;
import dev.kansoku.containers.ContainerWatch;
import dev.kansoku.engine.source.EventSource;
import dev.kansoku.engine.source.Losses;
import dev.kansoku.event.Event;
import dev.kansoku.event.start.StartListener;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/** What was announced so far, as events of a stream that has no others. */
final class Told {
    private static final long PATIENCE = 20_000_000_000L;
    private static final int NAME = 1;
    private static final int DATA = 2;

    private final Announcements announcements = new Announcements();
    private final AnnouncingSource source =
            new AnnouncingSource(
                    new Silence(),
                    announcements,
                    new ContainerWatch(
                            List::of, announcements, new ContainerAccounts(Path.of("/"))),
                    0);
    private final List<String> pods = new ArrayList<>();
    private final List<String> removed = new ArrayList<>();

    private static final class Silence implements EventSource {
        @Override
        public boolean next(Event event, StartListener start) {
            return false;
        }

        @Override
        public Losses losses() {
            return Losses.NONE;
        }

        @Override
        public void close() {}
    }

    Announcements announcements() {
        return announcements;
    }

    private synchronized void take() throws IOException {
        Event event = new Event();
        while (source.next(event, new StartListener() {})) {
            String name = text(event, NAME).replace("\0", "");
            String data = text(event, DATA);
            if (name.equals("k8s_pod_removed")) {
                removed.add(data.replace("{\"pod\":{\"uid\":\"", "").replace("\"}}", ""));
            } else {
                pods.add(data);
            }
        }
    }

    private static String text(Event event, int parameter) {
        return new String(
                event.bytes(),
                event.offset(parameter),
                event.length(parameter),
                StandardCharsets.UTF_8);
    }

    /** What was told last of a pod, empty where nothing was. */
    String last(String uid) throws IOException {
        take();
        return pods.stream().filter(json -> isOf(json, uid)).reduce("", (_, last) -> last);
    }

    /** How often a pod was told of. */
    int count(String uid) throws IOException {
        take();
        return (int) pods.stream().filter(json -> isOf(json, uid)).count();
    }

    private static boolean isOf(String json, String uid) {
        return json.startsWith("{\"pod\":{\"uid\":\"" + uid + "\"");
    }

    /** The uids of pods that were said to be gone. */
    List<String> removed() throws IOException {
        take();
        return List.copyOf(removed);
    }

    /** Waits until what is told of a pod has this in it. */
    void await(String uid, String part) throws Exception {
        try {
            until(() -> last(uid).contains(part));
        } catch (AssertionError e) {
            throw new AssertionError("of " + uid + " is told: " + last(uid), e);
        }
    }

    static void until(Callable<Boolean> condition) throws Exception {
        long end = System.nanoTime() + PATIENCE;
        while (!condition.call()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("not within 20 seconds");
            }
            Thread.sleep(2);
        }
    }
}

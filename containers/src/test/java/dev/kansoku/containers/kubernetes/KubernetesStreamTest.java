// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.containers.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kansoku.containers.Announcements;
import dev.kansoku.containers.AnnouncingSource;
import dev.kansoku.containers.ContainerAccounts;
import dev.kansoku.containers.ContainerWatch;
import dev.kansoku.engine.EventContext;
import dev.kansoku.engine.Pipeline;
import dev.kansoku.engine.fields.EngineFields;
import dev.kansoku.engine.fields.FieldOptions;
import dev.kansoku.engine.source.EventSource;
import dev.kansoku.engine.source.Losses;
import dev.kansoku.engine.source.ScapSource;
import dev.kansoku.event.Event;
import dev.kansoku.event.EventBuilder;
import dev.kansoku.event.EventTable;
import dev.kansoku.event.EventType;
import dev.kansoku.event.TextBuffer;
import dev.kansoku.event.start.StartListener;
import dev.kansoku.filter.format.TextFormat;
import dev.kansoku.filter.syntax.FilterException;
import dev.kansoku.scap.ScapWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Processes in the cgroups that a kubelet makes, and what their events show. */
class KubernetesStreamTest {
    private static final String WEB = "0c5f1b1e-8a54-4c1c-9f0b-5d2c6c9a7e11";
    private static final String LOG = "1c5f1b1e-8a54-4c1c-9f0b-5d2c6c9a7e12";
    private static final String JOB = "2c5f1b1e-8a54-4c1c-9f0b-5d2c6c9a7e13";
    private static final String AGAIN = "3c5f1b1e-8a54-4c1c-9f0b-5d2c6c9a7e14";
    private static final String CONTAINER = "0123456789abcdef".repeat(4);
    private static final String FORMAT =
            "*%proc.pid %k8s.ns.name/%k8s.pod.name %k8s.pod.label[app] %k8s.ns.label[team]"
                    + " %k8s.rs.name %k8s.deployment.name %k8s.daemonset.name %k8s.job.name"
                    + " %k8s.cronjob.name %k8s.svc.name %k8s.node.name";

    /** Steps that the stream comes to, such as an event. */
    private final Deque<byte[]> events = new ArrayDeque<>();

    @TempDir private Path folder;

    private final class Origin implements EventSource {
        @Override
        public boolean next(Event event, StartListener start) {
            byte[] bytes = events.poll();
            if (bytes != null) {
                int count = EventTable.type(bytes[20] & 0xff | bytes[21] << 8).parameters().size();
                event.wrap(bytes, 0, 26, count);
            }
            return bytes != null;
        }

        @Override
        public Losses losses() {
            return Losses.NONE;
        }

        @Override
        public void close() {}
    }

    /** The exit of a clone in the child, which brings its cgroups along. */
    private static byte[] begun(long pid, String cgroups) {
        EventType type =
                EventTable.all().stream()
                        .filter(event -> event.name().equals("clone") && event.isExit())
                        .toList()
                        .getLast();
        EventBuilder builder = new EventBuilder().begin(type.code(), pid, pid);
        for (int i = 0; i < type.parameters().size(); i++) {
            switch (type.parameter(i).name()) {
                case "res" -> builder.number(0);
                case "tid", "pid", "vtid", "vpid" -> builder.number(pid);
                case "ptid" -> builder.number(1);
                case "exe", "comm" -> builder.text("sh");
                case "cwd" -> builder.text("/");
                case "cgroups" ->
                        builder.bytes(
                                ("memory=" + cgroups + "\0").getBytes(StandardCharsets.UTF_8));
                case "flags" -> builder.number(0);
                default -> builder.absent();
            }
        }
        return builder.toBytes();
    }

    private static void fill(ApiDouble api) {
        Thing web = Thing.of("shop", "web", "d-1", Map.of());
        Thing set =
                Thing.of("shop", "web-7d9c", "rs-1", Map.of()).madeBy("apps/v1", "Deployment", web);
        Thing log = Thing.of("kube-system", "log", "ds-1", Map.of());
        Thing cron = Thing.of("shop", "backup", "cj-1", Map.of());
        Thing job =
                Thing.of("shop", "backup-28", "j-1", Map.of()).madeBy("batch/v1", "CronJob", cron);
        api.put("/api/v1/namespaces", Thing.of("", "shop", "ns-1", Map.of("team", "a")));
        api.put("/api/v1/namespaces", Thing.of("", "kube-system", "ns-2", Map.of("team", "ops")));
        api.put("/apis/apps/v1/deployments", web);
        api.put("/apis/apps/v1/replicasets", set);
        api.put("/apis/apps/v1/daemonsets", log);
        api.put("/apis/batch/v1/jobs", job);
        api.put("/apis/batch/v1/cronjobs", cron);
        api.put("/api/v1/services", Thing.service("shop", "web", Map.of("app", "web")));
        api.put(
                "/api/v1/pods",
                Thing.pod("shop", "web-7d9c-a", WEB, "worker-1", Map.of("app", "web"))
                        .madeBy("apps/v1", "ReplicaSet", set));
        api.put(
                "/api/v1/pods",
                Thing.pod("kube-system", "log-x", LOG, "worker-1", Map.of("app", "log"))
                        .madeBy("apps/v1", "DaemonSet", log));
        api.put(
                "/api/v1/pods",
                Thing.pod("shop", "backup-28-b", JOB, "worker-1", Map.of())
                        .madeBy("batch/v1", "Job", job));
    }

    private KubernetesWatch watch(ApiDouble api, Announcements announcements) throws IOException {
        KubernetesWatch watch =
                new KubernetesWatch(
                        new ApiAccess(api.address(), null, null, null, null, "worker-1"),
                        announcements,
                        _ -> {},
                        KubernetesWatchTest.QUICK);
        watch.start();
        return watch;
    }

    private AnnouncingSource source(KubernetesWatch watch, Announcements announcements, long hold) {
        return new AnnouncingSource(
                new Origin(),
                announcements,
                new ContainerWatch(List::of, announcements, new ContainerAccounts(Path.of("/"))),
                List.of(watch),
                hold);
    }

    /** What is shown of each event, recorded on the way if there is a writer. */
    private static List<String> shown(EventSource source) throws IOException, FilterException {
        List<String> lines = new ArrayList<>();
        TextFormat<EventContext> format =
                TextFormat.compile(FORMAT, new EngineFields(FieldOptions.text().withNames(false)));
        EventContext context = new EventContext();
        new Pipeline(
                        source,
                        context,
                        shown -> {
                            TextBuffer out = new TextBuffer();
                            format.write(shown, out);
                            lines.add(out.toString());
                            return true;
                        })
                .run();
        return lines;
    }

    /** Records what passes. */
    private record Recording(EventSource origin, ScapWriter writer) implements EventSource {
        @Override
        public boolean next(Event event, StartListener start) throws IOException {
            boolean more = origin.next(event, start);
            if (more) {
                writer.write(event);
            }
            return more;
        }

        @Override
        public Losses losses() {
            return origin.losses();
        }

        @Override
        public void close() throws IOException {
            writer.close();
            origin.close();
        }
    }

    @Test
    void theFirstEventOfEachPodBearsItsNamesAndSoDoesARecording() throws Exception {
        events.add(begun(20, "/kubepods/burstable/pod" + WEB + "/" + CONTAINER));
        events.add(
                begun(
                        21,
                        "/kubepods.slice/kubepods-besteffort.slice/kubepods-besteffort-pod"
                                + LOG.replace('-', '_')
                                + ".slice/cri-containerd-"
                                + CONTAINER
                                + ".scope"));
        events.add(begun(22, "/kubepods/pod" + JOB + "/" + CONTAINER));
        events.add(begun(23, "/system.slice/kubelet.service"));
        events.add(begun(24, "/kubepods/pod" + AGAIN + "/" + CONTAINER));
        Path file = folder.resolve("pods.scap");
        List<String> expected =
                List.of(
                        "20 shop/web-7d9c-a web a web-7d9c web <NA> <NA> <NA> web worker-1",
                        "21 kube-system/log-x log ops <NA> <NA> log <NA> <NA> <NA> worker-1",
                        "22 shop/backup-28-b <NA> a <NA> <NA> <NA> backup-28 backup <NA> worker-1",
                        "23 <NA>/<NA> <NA> <NA> <NA> <NA> <NA> <NA> <NA> <NA> <NA>",
                        "24 <NA>/<NA> <NA> <NA> <NA> <NA> <NA> <NA> <NA> <NA> <NA>");
        try (ApiDouble api = new ApiDouble()) {
            fill(api);
            api.delayMillis = 30;
            Announcements announcements = new Announcements();
            KubernetesWatch watch = watch(api, announcements);
            try (Recording source =
                    new Recording(
                            source(watch, announcements, 20_000_000_000L),
                            ScapWriter.create(file, ScapWriter.Compression.NONE))) {
                assertThat(shown(source)).isEqualTo(expected);
            }
        }
        try (ScapSource replay = new ScapSource(List.of(file.toString()))) {
            assertThat(shown(replay)).as("replayed").isEqualTo(expected);
        }
    }

    @Test
    void aPodMadeAgainUnderItsNameIsNotMistakenForTheOneBefore() throws Exception {
        try (ApiDouble api = new ApiDouble()) {
            fill(api);
            Announcements announcements = new Announcements();
            KubernetesWatch watch = watch(api, announcements);
            try (AnnouncingSource source = source(watch, announcements, 20_000_000_000L)) {
                Told.until(watch::isSettled);
                Thing before = Thing.pod("shop", "backup-28-b", JOB, "worker-1", Map.of());
                Thing again =
                        Thing.pod("shop", "backup-28-b", AGAIN, "worker-1", Map.of("app", "new"));
                api.delete("/api/v1/pods", before);
                api.put("/api/v1/pods", again);
                Told.until(() -> watch.account().pods() == 3 && watch.account().requests() > 0);
                Thread.sleep(300);
                events.add(begun(30, "/kubepods/pod" + AGAIN + "/" + CONTAINER));
                events.add(begun(31, "/kubepods/pod" + JOB + "/" + CONTAINER));

                assertThat(shown(source))
                        .containsExactly(
                                "30 shop/backup-28-b new a <NA> <NA> <NA> <NA> <NA> <NA> worker-1",
                                "31 shop/backup-28-b <NA> a <NA> <NA> <NA> backup-28 backup <NA>"
                                        + " worker-1");
            }
        }
    }

    @Test
    void eventsGoOnWithoutAnApi() throws Exception {
        events.add(begun(20, "/kubepods/pod" + WEB + "/" + CONTAINER));
        try (ApiDouble api = new ApiDouble()) {
            api.delayMillis = 60_000;
            Announcements announcements = new Announcements();
            KubernetesWatch watch = watch(api, announcements);
            long begin = System.nanoTime();
            try (AnnouncingSource source = source(watch, announcements, 50_000_000)) {
                assertThat(shown(source)).hasSize(1).first().asString().startsWith("20 <NA>/<NA>");
                assertThat(System.nanoTime() - begin).isLessThan(10_000_000_000L);
            }
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.containers.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is asked of an API server, stood in for by a double, and what is told of its answers. */
class KubernetesWatchTest {
    private static final String PODS = "/api/v1/pods";
    private static final String SERVICES = "/api/v1/services";
    private static final String SETS = "/apis/apps/v1/replicasets";
    static final Pace QUICK =
            new Pace(
                    Duration.ofMillis(10),
                    Duration.ofMillis(100),
                    Duration.ofSeconds(10),
                    Duration.ofSeconds(20),
                    Duration.ofHours(1),
                    Duration.ofMillis(200));

    private final List<String> notes = new CopyOnWriteArrayList<>();
    private final List<Throwable> uncaught = new CopyOnWriteArrayList<>();
    private final Told told = new Told();
    private ApiDouble api;
    private @Nullable KubernetesWatch watch;

    private final Thing deployment = Thing.of("shop", "web", "d-1", Map.of("tier", "front"));
    private final Thing set =
            Thing.of("shop", "web-7d9c", "rs-1", Map.of("hash", "7d9c"))
                    .madeBy("apps/v1", "Deployment", deployment);
    private final Thing pod =
            Thing.pod("shop", "web-7d9c-a", "pod-1", "worker-1", Map.of("app", "web"))
                    .madeBy("apps/v1", "ReplicaSet", set);

    @TempDir private Path folder;

    @BeforeEach
    void world() throws IOException {
        Thread.setDefaultUncaughtExceptionHandler((_, e) -> uncaught.add(e));
        api = new ApiDouble();
        api.put("/api/v1/namespaces", Thing.of("", "shop", "ns-1", Map.of("team", "a")));
        api.put("/apis/apps/v1/deployments", deployment);
        api.put(SETS, set);
        api.put(PODS, pod);
        api.put(PODS, Thing.pod("shop", "elsewhere", "pod-9", "worker-2", Map.of("app", "web")));
        api.put(SERVICES, Thing.service("shop", "web", Map.of("app", "web")));
        api.put(SERVICES, Thing.service("other", "web", Map.of("app", "web")));
        api.put(SERVICES, Thing.service("shop", "db", Map.of("app", "db")));
        api.put(SERVICES, Thing.service("shop", "outside", Map.of()));
    }

    @AfterEach
    void end() {
        if (watch != null) {
            watch.close();
        }
        api.close();
        Thread.setDefaultUncaughtExceptionHandler(null);
        assertThat(uncaught).as("what ended a thread").isEmpty();
    }

    private KubernetesWatch start() throws IOException {
        return start(new ApiAccess(api.address(), null, null, null, null, "worker-1"));
    }

    private KubernetesWatch start(ApiAccess access) throws IOException {
        KubernetesWatch started =
                new KubernetesWatch(access, told.announcements(), notes::add, QUICK);
        watch = started;
        started.start();
        return started;
    }

    @Test
    void tellsOfTheNodesPodsAndWhatTheyBelongTo() throws Exception {
        KubernetesWatch running = start();
        Told.until(running::isSettled);

        assertThat(told.last("pod-1"))
                .isEqualTo(
                        "{\"pod\":{\"uid\":\"pod-1\",\"name\":\"web-7d9c-a\","
                                + "\"node\":\"worker-1\",\"ip\":\"10.0.0.1\","
                                + "\"labels\":{\"app\":\"web\"},"
                                + "\"ns\":{\"name\":\"shop\",\"uid\":\"ns-1\","
                                + "\"labels\":{\"team\":\"a\"}},"
                                + "\"rs\":{\"name\":\"web-7d9c\",\"uid\":\"rs-1\","
                                + "\"labels\":{\"hash\":\"7d9c\"}},"
                                + "\"deployment\":{\"name\":\"web\",\"uid\":\"d-1\","
                                + "\"labels\":{\"tier\":\"front\"}},"
                                + "\"svc\":[{\"name\":\"web\",\"uid\":\"svc-web\","
                                + "\"labels\":{\"is\":\"web\"}}]}}");
        assertThat(told.last("pod-9")).as("on another node").isEmpty();
        assertThat(notes).isEmpty();
        assertThat(running.account().pods()).isEqualTo(1);
        assertThat(running.account().failed()).isZero();
    }

    @Test
    void asksLittle() throws Exception {
        for (int i = 0; i < 50; i++) {
            api.put(
                    PODS,
                    Thing.pod("shop", "w" + i, "more-" + i, "worker-1", Map.of("app", "web"))
                            .madeBy("apps/v1", "ReplicaSet", set));
        }
        KubernetesWatch running = start();
        Told.until(running::isSettled);
        Told.until(() -> api.requests.stream().filter(ApiDouble.Request::isWatch).count() == 2);

        assertThat(api.count(PODS)).as("a list and a watch").isEqualTo(2);
        assertThat(api.count(SERVICES)).isEqualTo(2);
        assertThat(api.count("/apis/apps/v1/namespaces/shop/replicasets/web-7d9c")).isOne();
        assertThat(api.count("/apis/apps/v1/namespaces/shop/deployments/web")).isOne();
        assertThat(api.count("/api/v1/namespaces/shop")).isOne();
        assertThat(api.requests)
                .filteredOn(request -> request.path().equals(PODS))
                .allSatisfy(
                        request ->
                                assertThat(request.query())
                                        .containsEntry("fieldSelector", "spec.nodeName=worker-1"));
        assertThat(told.last("more-49")).contains("\"deployment\":{\"name\":\"web\"");
    }

    @Test
    void followsWhatChanges() throws Exception {
        Told.until(start()::isSettled);

        api.put(PODS, pod.labelled(Map.of("app", "db")));
        told.await("pod-1", "\"svc\":[{\"name\":\"db\"");
        api.put(SERVICES, Thing.service("shop", "all", Map.of()));
        api.put(SERVICES, Thing.service("shop", "all", Map.of("app", "db")));
        told.await("pod-1", "\"svc\":[{\"name\":\"all\"");
        api.put(SERVICES, Thing.service("shop", "db", Map.of("app", "none")));
        api.delete(SERVICES, Thing.service("shop", "all", Map.of()));
        Told.until(() -> !told.last("pod-1").contains("svc"));

        Thing again = Thing.pod("shop", "web-7d9c-a", "pod-2", "worker-1", Map.of());
        api.delete(PODS, pod);
        api.put(PODS, again);
        told.await("pod-2", "\"name\":\"web-7d9c-a\"");
        assertThat(told.removed()).containsExactly("pod-1");
        assertThat(notes).isEmpty();
    }

    @Test
    void tellsNothingTwice() throws Exception {
        Told.until(start()::isSettled);
        int before = told.count("pod-1");
        assertThat(before).isLessThanOrEqualTo(3);

        for (int i = 0; i < 20; i++) {
            api.put(PODS, pod); // another version of the same
        }
        api.put(PODS, Thing.pod("shop", "mark", "mark", "worker-1", Map.of()));
        told.await("mark", "ns-1");

        assertThat(told.count("pod-1")).isEqualTo(before);
    }

    @Test
    void knowsEachKindOfMaker() throws Exception {
        Thing daemons = Thing.of("shop", "log", "ds-1", Map.of("a", "1"));
        Thing cron = Thing.of("shop", "backup", "cj-1", Map.of("a", "2"));
        Thing job =
                Thing.of("shop", "backup-28", "j-1", Map.of()).madeBy("batch/v1", "CronJob", cron);
        Thing stateful = Thing.of("shop", "db", "ss-1", Map.of());
        Thing rc = Thing.of("shop", "old", "rc-1", Map.of());
        api.put("/apis/apps/v1/daemonsets", daemons);
        api.put("/apis/apps/v1/statefulsets", stateful);
        api.put("/apis/batch/v1/jobs", job);
        api.put("/apis/batch/v1/cronjobs", cron);
        api.put("/api/v1/replicationcontrollers", rc);
        Thing plain = Thing.pod("shop", "p", "p", "worker-1", Map.of());
        api.put(PODS, named(plain, "p-ds").madeBy("apps/v1", "DaemonSet", daemons));
        api.put(PODS, named(plain, "p-ss").madeBy("apps/v1", "StatefulSet", stateful));
        api.put(PODS, named(plain, "p-job").madeBy("batch/v1", "Job", job));
        api.put(PODS, named(plain, "p-rc").madeBy("v1", "ReplicationController", rc));
        api.put(PODS, named(plain, "p-x").madeBy("argoproj.io/v1alpha1", "Rollout", rc));
        api.put(PODS, named(plain, "p-y").madeBy("example.com/v1", "ReplicaSet", set));

        Told.until(start()::isSettled);

        assertThat(told.last("p-ds"))
                .contains("\"daemonset\":{\"name\":\"log\",\"uid\":\"ds-1\",\"labels\":{\"a\"");
        assertThat(told.last("p-ss")).contains("\"statefulset\":{\"name\":\"db\"");
        assertThat(told.last("p-job"))
                .contains("\"job\":{\"name\":\"backup-28\",\"uid\":\"j-1\"}")
                .contains("\"cronjob\":{\"name\":\"backup\",\"uid\":\"cj-1\",\"labels\":{\"a\"");
        assertThat(told.last("p-rc")).contains("\"rc\":{\"name\":\"old\"");
        assertThat(told.last("p-x")).isNotEmpty().doesNotContain("old");
        assertThat(told.last("p-y")).isNotEmpty().doesNotContain("web-7d9c");
    }

    private static Thing named(Thing pod, String uid) {
        return new Thing(
                pod.namespace(),
                uid,
                uid,
                pod.labels(),
                pod.owner(),
                pod.annotations(),
                pod.node(),
                pod.rest());
    }

    @Test
    void aPodFromAFileOfTheKubeletsHasTheUidThatItHasOnTheNode() throws Exception {
        api.put(
                PODS,
                named(pod, "mirror")
                        .annotated("\"a\":\"b\",\"kubernetes.io/config.mirror\":\"0123abcd\""));

        Told.until(start()::isSettled);

        assertThat(told.last("0123abcd")).contains("\"name\":\"mirror\"");
        assertThat(told.last("mirror")).isEmpty();
    }

    @Test
    void anotherObjectUnderTheMakersNameIsNotTheMaker() throws Exception {
        api.put(SETS, Thing.of("shop", "web-7d9c", "rs-2", Map.of("hash", "other")));

        Told.until(start()::isSettled);

        assertThat(told.last("pod-1"))
                .contains("\"rs\":{\"name\":\"web-7d9c\",\"uid\":\"rs-1\"}")
                .doesNotContain("other")
                .doesNotContain("deployment");
    }

    @Test
    void readsListsInPages() throws Exception {
        api.page = 7;
        for (int i = 0; i < 40; i++) {
            api.put(PODS, named(pod, "more-" + i));
        }
        KubernetesWatch running = start();
        Told.until(running::isSettled);
        api.compact(); // from now on lists are fresh ones, in pages
        Told.until(() -> api.count(PODS) >= 9);

        assertThat(running.account().pods()).isEqualTo(41);
        assertThat(told.removed()).isEmpty();
    }

    @Test
    void listsAgainWhenTheApiHasForgotten() throws Exception {
        Told.until(start()::isSettled);

        api.lose(PODS, pod);
        api.compact();
        api.put(PODS, named(pod, "later"));

        told.await("later", "\"deployment\"");
        Told.until(() -> told.removed().contains("pod-1"));
        assertThat(api.requests)
                .filteredOn(request -> request.path().equals(PODS) && !request.isWatch())
                .last()
                .satisfies(
                        request ->
                                assertThat(request.query()).doesNotContainKey("resourceVersion"));
        assertThat(notes).as("that is as it should be").isEmpty();
    }

    @Test
    void takesUpAWatchThatEnds() throws Exception {
        Told.until(start()::isSettled);
        for (int i = 0; i < 5; i++) {
            api.endWatches();
            api.put(PODS, named(pod, "after-" + i));
            told.await("after-" + i, "\"rs\"");
        }
        assertThat(api.requests)
                .filteredOn(request -> request.path().equals(PODS) && !request.isWatch())
                .as("listed once")
                .hasSize(1);
        assertThat(notes).isEmpty();
    }

    @Test
    void takesUpAWatchThatBreaksOffWithinAnObject() throws Exception {
        Told.until(start()::isSettled);
        api.tearAfter = 2;
        for (int i = 0; i < 6; i++) {
            api.put(PODS, named(pod, "torn-" + i));
        }
        for (int i = 0; i < 6; i++) {
            told.await("torn-" + i, "\"rs\"");
        }
        assertThat(api.requests)
                .filteredOn(request -> request.path().equals(PODS) && !request.isWatch())
                .hasSize(1);
    }

    @Test
    void goesOnWithoutWhatTheRoleForbids() throws Exception {
        api.forbid("/services");
        api.forbid("/replicasets");
        KubernetesWatch running = start();
        Told.until(running::isSettled);

        assertThat(told.last("pod-1"))
                .contains("\"rs\":{\"name\":\"web-7d9c\",\"uid\":\"rs-1\"}")
                .contains("\"team\":\"a\"")
                .doesNotContain("svc");
        String begin = "Kubernetes API " + api.address() + ": refuses to tell of ";
        String end = " (403): the account needs the role in docs/kubernetes.md";
        Thread.sleep(300);
        assertThat(notes)
                .containsExactlyInAnyOrder(begin + "services" + end, begin + "replicasets" + end);

        api.permitAll();
        told.await("pod-1", "\"svc\"");
        assertThat(running.account().failed()).isGreaterThanOrEqualTo(2);
    }

    @Test
    void settlesWithoutAnApi() throws Exception {
        URI nobody;
        try (ApiDouble closed = new ApiDouble()) {
            nobody = closed.address();
        }
        KubernetesWatch running = start(new ApiAccess(nobody, null, null, null, null, "worker-1"));
        Told.until(running::isSettled);
        Thread.sleep(200);

        assertThat(notes).hasSize(2);
        assertThat(notes.getFirst()).contains("cannot be asked for", nobody.toString());
        assertThat(running.account().failed()).isGreaterThan(2);
    }

    @Test
    void asksLessAndLessOftenWhereTheApiFails() throws Exception {
        api.status = 500;
        Told.until(start()::isSettled);
        Thread.sleep(1000);
        // Pauses of 5 to 10, 10 to 20, 20 to 40, 40 to 80, then 50 to 100 ms, for two kinds.
        assertThat(api.requests.size()).isBetween(4, 80);
        assertThat(notes).hasSize(2).first().asString().contains("answers 500 when asked for");

        api.status = 0;
        told.await("pod-1", "\"svc\"");
    }

    @Test
    void followsNoRedirects() throws Exception {
        try (ApiDouble elsewhere = new ApiDouble()) {
            api.redirect = elsewhere.address().toString();
            Told.until(start()::isSettled);

            assertThat(elsewhere.requests).isEmpty();
            assertThat(notes).first().asString().contains("answers 302");
        }
    }

    @Test
    void passesOverWhatIsHugeWithoutKeepingIt() throws Exception {
        api.put(
                PODS,
                named(pod, "huge")
                        .with(
                                "\"spec\":{\"nodeName\":\"worker-1\",\"x\":\""
                                        + "x".repeat(3 << 20)
                                        + "\"}"));
        Told.until(start()::isSettled);
        assertThat(told.last("huge")).isNotEmpty();

        api.put(
                PODS,
                named(pod, "huger")
                        .with("\"spec\":{\"x\":[" + "\"yyyyyyyy\",".repeat(1 << 20) + "1]}"));
        Told.until(() -> notes.stream().anyMatch(note -> note.contains("too large")));
    }

    @Test
    void closingEndsAllThreads() throws Exception {
        KubernetesWatch running = start();
        Told.until(running::isSettled);
        running.close();
        long asked = api.requests.size();
        Thread.sleep(200);

        assertThat(api.requests).hasSize((int) asked);
        assertThat(notes).isEmpty();
    }

    @Test
    void refusesPlainHttpToOtherMachines() {
        assertThatThrownBy(() -> KubernetesOptions.address("http://10.96.0.1:443"))
                .hasMessageContaining("use https");
        assertThatThrownBy(() -> KubernetesOptions.address("10.96.0.1:443"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> KubernetesOptions.address("https://user:secret@host"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(KubernetesOptions.address("http://127.0.0.1:8001")).hasPort(8001);
        assertThat(KubernetesOptions.address("https://[fd00::1]:6443")).hasPort(6443);
    }

    @Test
    void takesTheClusterFromTheSurroundings() throws Exception {
        Map<String, String> cluster =
                Map.of(
                        "KUBERNETES_SERVICE_HOST",
                        "10.96.0.1",
                        "KUBERNETES_SERVICE_PORT",
                        "6443",
                        "NODE_NAME",
                        "worker-7");
        ApiAccess access = KubernetesOptions.DEFAULT.resolve(cluster, Path.of("/"));

        assertThat(access).isNotNull();
        assertThat(access.api()).hasToString("https://10.96.0.1:6443");
        assertThat(access.node()).isEqualTo("worker-7");
        assertThat(KubernetesOptions.DEFAULT.resolve(Map.of(), Path.of("/"))).isNull();

        Files.createDirectories(folder.resolve("etc"));
        Files.writeString(folder.resolve("etc/hostname"), "Worker-8\n");
        ApiAccess asked =
                new KubernetesOptions(URI.create("https://api"), null, null, null, null, null)
                        .resolve(Map.of(), folder);
        assertThat(asked).isNotNull();
        assertThat(asked.node()).isEqualTo("worker-8");
    }
}

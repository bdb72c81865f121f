// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.containers.cri;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kansoku.capture.CaptureException;
import dev.kansoku.capture.Demand;
import dev.kansoku.capture.Launch;
import dev.kansoku.capture.LiveCapture;
import dev.kansoku.capture.LiveOptions;
import dev.kansoku.capture.LiveSource;
import dev.kansoku.capture.WantedEvents;
import dev.kansoku.containers.Announcements;
import dev.kansoku.containers.AnnouncingSource;
import dev.kansoku.containers.ContainerAccounts;
import dev.kansoku.containers.ContainerWatch;
import dev.kansoku.containers.RuntimeOptions;
import dev.kansoku.containers.Runtimes;
import dev.kansoku.engine.EventContext;
import dev.kansoku.engine.fields.EngineFields;
import dev.kansoku.engine.fields.FieldOptions;
import dev.kansoku.engine.source.ScapSource;
import dev.kansoku.filter.Filter;
import dev.kansoku.scap.ScapWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Debian's containerd, observed by eBPF while a test does what a kubelet and {@code ctr} do. */
@Timeout(180)
class ContainerdLiveTest {
    private static final String EXECS = "evt.type in (execve, execveat) and evt.dir=<";

    private static final String FORMAT =
            "*%proc.args|%container.id|%container.name|%container.type|%container.image"
                    + "|%container.image.digest|%container.privileged|%container.label.team"
                    + "|%k8s.ns.name|%k8s.pod.name|%k8s.pod.uid|%k8s.pod.label.tier"
                    + "|%container.mount.source[/data]|%k8s.pod.sandbox_id|%k8s.pod.ip"
                    + "|%container.host_network|%container.host_pid|";

    private static final LabContainerd.Pod POD =
            new LabContainerd.Pod("web-1", "shop", "0a1b2c3d-0000-4000-8000-123456789abc");

    @TempDir Path folder;

    /** What happens while the capture runs. */
    private interface Scenario {
        void play(LabContainerd containerd) throws Exception;
    }

    @BeforeEach
    void whereContainerdIs() {
        skipUnless(Files.isExecutable(LabContainerd.PROGRAM), "containerd is not installed");
        skipUnless(Files.isExecutable(Path.of("/usr/bin/ctr")), "ctr is not installed");
        skipUnless(Files.isExecutable(LabImage.BUSYBOX), "busybox-static is not installed");
        skipUnless("root".equals(System.getProperty("user.name")), "only root runs containers");
    }

    private static void skipUnless(boolean there, String reason) {
        if (!there) {
            System.out.println("skipped containerd: " + reason);
        }
        Assumptions.assumeTrue(there, reason);
    }

    private List<String> observe(Scenario scenario) throws Exception {
        Path recording = folder.resolve("recording.scap");
        Path emptyRoot = Files.createDirectory(folder.resolve("empty"));
        LabContainerd containerd = new LabContainerd(folder);
        Filter<EventContext> filter = Filter.compile(EXECS, new EngineFields(FieldOptions.text()));
        LiveSource live =
                open(
                        LiveOptions.DEFAULT
                                .ofCommand(containerd.command())
                                .withEngine(LiveOptions.Engine.EBPF)
                                .withLaunch(new Launch(null, true))
                                .withDemand(new Demand(Set.of(), WantedEvents.of(filter))));
        CompletableFuture<Void> played = new CompletableFuture<>();
        Thread.startVirtualThread(
                () -> {
                    try (containerd) {
                        containerd.await();
                        scenario.play(containerd);
                        played.complete(null);
                    } catch (Exception | AssertionError e) {
                        played.completeExceptionally(e);
                    } finally {
                        // its containers are gone by now; the capture ends with it
                        ProcessHandle.of(live.command().pid()).ifPresent(ProcessHandle::destroy);
                    }
                });
        Announcements announcements = new Announcements();
        RuntimeOptions options = new RuntimeOptions(emptyRoot, List.of(containerd.socket()));
        ContainerWatch watch =
                new ContainerWatch(
                        () -> Runtimes.available(options),
                        announcements,
                        new ContainerAccounts(Path.of("/")));
        List<String> seen;
        try (AnnouncingSource source =
                        new AnnouncingSource(
                                live, announcements, watch, AnnouncingSource.DEFAULT_HOLD);
                Observed.Recorder recorder =
                        new Observed.Recorder(
                                source,
                                ScapWriter.create(recording, ScapWriter.Compression.NONE))) {
            seen = Observed.lines(recorder, EXECS, FORMAT);
            System.out.printf(
                    "containers' first events were held back for %d ms, %s%n",
                    source.held() / 1_000_000, watch.account());
        }
        played.get(60, TimeUnit.SECONDS);
        containerd.removeCgroups();
        try (ScapSource replay = new ScapSource(List.of(recording.toString()))) {
            assertThat(Observed.lines(replay, EXECS, FORMAT)).isEqualTo(seen);
        }
        return seen;
    }

    private static LiveSource open(LiveOptions options) throws CaptureException {
        try {
            return LiveCapture.open(options, System.out::println);
        } catch (CaptureException e) {
            skipUnless(e.exitStatus().isPresent(), String.valueOf(e.getMessage()));
            throw e;
        }
    }

    @Test
    void aPodsContainerHasItsNamesFromItsFirstExecOn() throws Exception {
        String[] ids = new String[2];
        List<String> seen =
                observe(
                        containerd -> {
                            containerd.importImage("k8s.io");
                            ids[0] = containerd.runPod(POD, true);
                            ids[1] =
                                    containerd.start(
                                            ids[0],
                                            POD,
                                            true,
                                            "front",
                                            "/bin/sh",
                                            "-c",
                                            "sleep 0.1; echo marker-1; sleep 0.1");
                            TimeUnit.MILLISECONDS.sleep(1500);
                        });
        String logs = folder.resolve("logs").toString();
        String sandbox = ids[0].substring(0, 12);
        assertThat(of(ids[1], seen))
                .isNotEmpty()
                .anyMatch(line -> line.contains("marker-1"))
                .allSatisfy(
                        line ->
                                assertThat(line)
                                        .containsPattern(
                                                "\\|front\\|containerd\\|"
                                                        + LabContainerd.IMAGE
                                                        + "\\|sha256:[0-9a-f]{64}\\|false\\|kansoku"
                                                        + "\\|shop\\|web-1\\|"
                                                        + POD.uid()
                                                        + "\\|backend\\|"
                                                        + logs
                                                        + "\\|"
                                                        + sandbox
                                                        + "\\|<NA>\\|true\\|false\\|$"));
        // The process that holds the pod's namespaces is a container too.
        assertThat(of(ids[0], seen))
                .isNotEmpty()
                .allSatisfy(
                        line ->
                                assertThat(line)
                                        .contains("|web-1|containerd|" + LabContainerd.IMAGE)
                                        .contains("|shop|web-1|" + POD.uid() + "|backend|"));
        assertThat(seen).anyMatch(line -> line.contains("|host|"));
    }

    @Test
    void aPodWithANetworkOfItsOwnHasItsAddress() throws Exception {
        skipUnless(
                Files.isExecutable(Path.of("/usr/lib/cni/ptp")),
                "containernetworking-plugins is not installed");
        String[] ids = new String[2];
        List<String> seen =
                observe(
                        containerd -> {
                            containerd.importImage("k8s.io");
                            ids[0] = containerd.runPod(POD, false);
                            ids[1] =
                                    containerd.start(
                                            ids[0], POD, false, "front", "/bin/sleep", "0.1");
                            TimeUnit.MILLISECONDS.sleep(700);
                        });
        assertThat(of(ids[1], seen))
                .isNotEmpty()
                .allMatch(line -> line.contains("|" + LabContainerd.NETWORK))
                .allMatch(line -> line.contains("|false|false|"));
        assertThat(of(ids[0], seen))
                .isNotEmpty()
                .allMatch(line -> line.contains("|" + LabContainerd.NETWORK));
    }

    @Test
    void aContainerOfAnotherNamespaceHasItsNamesFromItsFirstExecOn() throws Exception {
        String id = "kansoku-lab-ctr";
        List<String> seen =
                observe(
                        containerd -> {
                            containerd.importImage(containerd.namespace());
                            containerd.ctr(
                                    containerd.namespace(),
                                    "run",
                                    "--rm",
                                    "--snapshotter",
                                    "native",
                                    "--label",
                                    "team=kansoku",
                                    LabContainerd.IMAGE,
                                    id,
                                    "/bin/sh",
                                    "-c",
                                    "sleep 0.1; echo marker-2; sleep 0.1");
                        });
        assertThat(seen.stream().filter(line -> line.contains("|" + id + "|")).toList())
                .anyMatch(line -> line.contains("marker-2"))
                .allSatisfy(
                        line ->
                                assertThat(line)
                                        .containsPattern(
                                                "\\|containerd\\|"
                                                        + LabContainerd.IMAGE
                                                        + "\\|sha256:[0-9a-f]{64}\\|false\\|kansoku\\|"));
        assertThat(seen)
                .filteredOn(line -> line.contains("marker-2"))
                .isNotEmpty()
                .allMatch(line -> line.contains("|" + id + "|"));
    }

    /** The lines of one container. */
    private static List<String> of(String id, List<String> lines) {
        String shortId = id.substring(0, 12);
        return lines.stream().filter(line -> line.split("\\|", -1)[1].equals(shortId)).toList();
    }
}

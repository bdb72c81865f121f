// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.capture.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kansoku.capture.CaptureScope;
import dev.kansoku.capture.LiveOptions;
import dev.kansoku.capture.LiveSource;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The scopes that eBPF alone has: a cgroup, and the threads of a name. */
@Timeout(60)
class EbpfScopeTest {
    private static final String SHELL = "/bin/sh";

    /** Opens a file that cannot be, over and over. */
    private static final String LOOP =
            "while :; do true 2>/dev/null >/proc/lab-%s; sleep 0.02; done";

    @TempDir Path folder;

    @Test
    void aCgroupShowsTheProcessesInItAndNoOther() throws Exception {
        Path cgroup = ScopeLab.cgroup();
        try {
            Process inside =
                    ScopeLab.shell(
                            SHELL, "echo $$ >" + cgroup + "/cgroup.procs && " + LOOP, "inside");
            try {
                ScopeLab.awaitMember(cgroup);
                showsOnlyInside(
                        LiveOptions.DEFAULT.withScope(CaptureScope.ofCgroup(cgroup.toString())),
                        inside);
            } finally {
                ScopeLab.end(inside);
            }
        } finally {
            ScopeLab.remove(cgroup);
        }
    }

    @Test
    void aCgroupShowsTheProcessesBelowIt() throws Exception {
        Path cgroup = ScopeLab.cgroup();
        Path below = Files.createDirectory(cgroup.resolve("below"));
        try {
            Process inside =
                    ScopeLab.shell(
                            SHELL, "echo $$ >" + below + "/cgroup.procs && " + LOOP, "inside");
            try {
                ScopeLab.awaitMember(below);
                showsOnlyInside(
                        LiveOptions.DEFAULT.withScope(CaptureScope.ofCgroup(cgroup.toString())),
                        inside);
            } finally {
                ScopeLab.end(inside);
            }
        } finally {
            ScopeLab.remove(below);
            ScopeLab.remove(cgroup);
        }
    }

    @Test
    void aNameShowsTheThreadsThatHaveItAndNoOther() throws Exception {
        String name = "lab-" + ProcessHandle.current().pid();
        Path named = Files.copy(Path.of(SHELL).toRealPath(), folder.resolve(name));
        Process inside = ScopeLab.shell(named.toString(), LOOP, "inside");
        try {
            Recording recording =
                    showsOnlyInside(
                            LiveOptions.DEFAULT.withScope(CaptureScope.ofComm(name)), inside);
            // what the shell starts bears the shell's name up to its exec
            assertThat(recording.ofType("nanosleep")).isEmpty();
            assertThat(recording.ofType("clock_nanosleep")).isEmpty();
        } finally {
            ScopeLab.end(inside);
        }
    }

    /** Observes until what is inside was seen ten times, with the same going on beside it. */
    private static Recording showsOnlyInside(LiveOptions options, Process inside) throws Exception {
        Process beside = ScopeLab.shell(SHELL, LOOP, "beside");
        try {
            LiveSource source = EbpfLiveTest.openEbpf(options);
            Thread.startVirtualThread(
                    () -> {
                        LiveContract.sleep(20_000);
                        source.stop(); // so that a scope that shows nothing fails
                    });
            int[] seen = {0};
            Recording recording =
                    Recording.until(
                            source,
                            line -> line.arguments().contains("lab-inside") && ++seen[0] == 10);
            assertThat(seen[0]).isGreaterThanOrEqualTo(10);
            assertThat(recording.lines)
                    .noneSatisfy(line -> assertThat(line.arguments()).contains("lab-beside"));
            assertThat(recording.tids()).contains(inside.pid()).doesNotContain(beside.pid());
            assertThat(beside.isAlive()).isTrue();
            return recording;
        } finally {
            ScopeLab.end(beside);
        }
    }
}

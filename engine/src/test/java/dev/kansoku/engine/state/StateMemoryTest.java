// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.engine.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kansoku.event.Event;
import dev.kansoku.event.EventBuilder;
import dev.kansoku.event.TextBuffer;
import dev.kansoku.event.start.ProcessEntry;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** What a host of 100,000 threads takes, without its fds: FdMemoryTest measures those. */
class StateMemoryTest {
    private static final int PROCESSES = 30_000;
    private static final int THREADS = 100_000;
    private static final int FIRST_PID = 300;
    private static final long MOST = 100L << 20;
    private static final int FUTEX = Scene.newest("futex", false);

    /**
     * A quarter of the processes have an environment of their own of 1.5 KB, the others one of 300;
     * all have arguments of their own; every thread waits in a call of which there is an enter, as
     * in older captures.
     */
    @Test
    void aHundredThousandThreadsFitIn100Megabytes() {
        SystemState state = new SystemState();
        long before = live();
        for (int i = 0; i < PROCESSES; i++) {
            state.process(entry(FIRST_PID + i, FIRST_PID + i, i));
        }
        for (int i = PROCESSES; i < THREADS; i++) {
            ProcessEntry entry = entry(FIRST_PID + i, FIRST_PID + i % 7000, i % 7000);
            entry.flags = CloneFlags.THREAD | CloneFlags.FILES;
            state.process(entry);
        }
        EventBuilder builder = new EventBuilder();
        Event event = new Event();
        for (int i = 0; i < THREADS; i++) {
            builder.begin(FUTEX, 1_000_000_000L + i, FIRST_PID + i, 3);
            builder.number(1).number(2).number(3).finish(event);
            state.apply(event);
        }
        long taken = live() - before;
        System.out.printf(
                "%,d threads of %,d processes take %.1f MB, of which %.1f are texts and enters%n",
                state.threads().size(),
                PROCESSES,
                taken / 1e6,
                state.threads().texts().budget.used() / 1e6);
        assertThat(state.threads().size()).isEqualTo(THREADS);
        assertThat(state.losses().refusedTexts()).isZero();
        assertThat(state.losses().evictedThreads()).isZero();
        assertThat(taken).isBetween(20L << 20, MOST);
    }

    private static ProcessEntry entry(long tid, long pid, int process) {
        ProcessEntry entry = new ProcessEntry();
        entry.tid = tid;
        entry.pid = pid;
        entry.ptid = 1;
        entry.vtid = tid;
        entry.vpid = pid;
        TextBuffer text = new TextBuffer();
        entry.comm = text.put("service-").decimal(process % 300).toBytes();
        entry.exe = entry.comm;
        entry.exepath = text.clear().put("/usr/libexec/service-").decimal(process % 300).toBytes();
        entry.args =
                text.clear()
                        .put(
                                "--config=/etc/service/settings.toml --listen=127.0.0.1:8080"
                                        + " --worker=")
                        .decimal(process)
                        .put(0)
                        .toBytes();
        byte[] env = new byte[process % 4 == 0 ? 1500 : 1000];
        Arrays.fill(env, (byte) 'v');
        byte[] own = text.clear().decimal(process % 4 == 0 ? process : process % 300).toBytes();
        System.arraycopy(own, 0, env, 0, own.length);
        entry.env = env;
        entry.cwd = text.clear().put("/var/lib/service-").decimal(process % 300).toBytes();
        entry.root = Bytes.ascii("/");
        entry.cgroups =
                text.clear()
                        .put("cpu=/system.slice/service-")
                        .decimal(process % 300)
                        .put(".service")
                        .put(0)
                        .toBytes();
        return entry;
    }

    private static long live() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    @Test
    void textBeyondItsLimitIsUnknownAndCounted() {
        Scene scene = new Scene(StateLimits.DEFAULT.withText(256, 4096)).process(10, 1, "sh");
        scene.later(10);
        for (int child = 11; child < 60; child++) {
            scene.cloned(10, child, 10, 1, "child" + child, 0);
            scene.executed(child, child, 10, "program-with-a-long-name-" + child);
        }

        assertThat(scene.state.losses().refusedTexts()).isPositive();
        assertThat(scene.state.threads().texts().budget.used()).isLessThanOrEqualTo(4096);
        assertThat(scene.thread(59).comm()).isEmpty();
        for (int child = 11; child < 60; child++) {
            scene.enter(child, "procexit", 0, 0, 0, 0, 0).later(10);
        }
        scene.exit(10, "getuid", 0);
        assertThat(scene.thread(10).comm()).isEqualTo(Bytes.ascii("sh"));
    }

    @Test
    void aTextLongerThanTheLimitIsCut() {
        Scene scene = new Scene(StateLimits.DEFAULT.withText(256, 1 << 20)).process(10, 1, "sh");
        scene.exit(10, "chdir", 0, "/" + "d".repeat(1000));

        assertThat(scene.thread(10).cwd()).hasSize(256);
    }

    @Test
    void textsAreKeptOnceAndGoWithTheLastThatHasThem() {
        Scene scene = new Scene(StateLimits.DEFAULT).process(1, 0, "init").process(10, 1, "sh");
        scene.later(10).exit(10, "getuid", 0);
        TextPool<KeptText> words = scene.state.threads().texts().words;
        int before = words.size();
        long used = scene.state.threads().texts().budget.used();
        for (int child = 5000; child < 15_000; child++) {
            scene.later(10).cloned(10, child, 10, 1, "sh", 0);
            scene.later(10).executed(child, child, 10, "ls");
            if (child >= 5100) {
                scene.later(10).enter(child - 100, "procexit", 0, 0, 0, 0, 0);
            }
        }
        assertThat(scene.thread(14_999).env()).isSameAs(scene.thread(14_998).env());
        assertThat(scene.thread(14_999).comm()).isSameAs(scene.thread(14_998).comm());
        assertThat(words.size()).isLessThan(before + 10);
        assertThat(scene.state.threads().texts().budget.used()).isLessThan(used + 2000);
    }

    @Test
    void theQuietestMakesRoomAndNotWhoOthersNeed() {
        Scene scene = new Scene(StateLimits.DEFAULT.withThreads(64)).process(1, 0, "init");
        scene.process(10, 1, "sh").later(10);
        for (int child = 100; child < 1000; child++) {
            scene.later(10).cloned(10, child, 10, 1, "sh", 0);
            scene.exit(100, "getuid", 0);
        }
        assertThat(scene.state.threads().size()).isEqualTo(64);
        assertThat(scene.thread(10).comm()).isEqualTo(Bytes.ascii("sh"));
        assertThat(scene.thread(100).placeholder()).isFalse();
        assertThat(scene.state.losses().evictedThreads()).isEqualTo(900 + 2 - 64);
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.capture.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kansoku.capture.Buffers;
import dev.kansoku.capture.LiveOptions;
import dev.kansoku.capture.LiveSource;
import dev.kansoku.capture.Payload;
import dev.kansoku.engine.state.FdState;
import dev.kansoku.engine.state.SystemState;
import dev.kansoku.engine.state.ThreadState;
import dev.kansoku.event.Event;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Starts captures in the midst of processes that start, end, execute programs and open files, whose
 * writes say what is true ({@code labrace.c}). What is shown must be that, or be missing.
 */
@Timeout(120)
class StartRaceTest {
    private static final int STARTS = 20;
    private static final long SECOND = 1_000_000_000L;

    @TempDir Path folder;

    @Test
    void noNameIsEverWrongWhereverACaptureStarts() throws Exception {
        try (LabTree tree = LabTree.of("labrace", folder)) {
            Findings all = new Findings();
            for (int i = 0; i < STARTS; i++) {
                all.add(watch(tree, SECOND / 10));
            }
            System.out.println("starts amid a load: " + all);
            assertThat(all.wrong).isEmpty();
            assertThat(all.lost).isZero();
            assertThat(all.right).isGreaterThan(STARTS * 100L);
        }
    }

    @Test
    void whatWasOpenBeforeAndLeftAloneIsKnownFromTheFirstSecondOn() throws Exception {
        try (LabTree tree = LabTree.of("labrace", folder)) {
            Findings found = watch(tree, 2 * SECOND);
            System.out.println("two seconds amid a load: " + found);
            assertThat(found.wrong).isEmpty();
            assertThat(found.lost).isZero();
            assertThat(found.quiet).isGreaterThan(20);
            assertThat(found.quietMissing).isEmpty();
        }
    }

    /** What the writes of a capture showed. */
    private static final class Findings {
        private long right;
        private long missing;
        private long quiet;
        private long lost;
        private final List<String> wrong = new ArrayList<>();
        private final List<String> quietMissing = new ArrayList<>();

        void add(Findings others) {
            right += others.right;
            missing += others.missing;
            quiet += others.quiet;
            lost += others.lost;
            wrong.addAll(others.wrong);
            quietMissing.addAll(others.quietMissing);
        }

        @Override
        public String toString() {
            return right
                    + " names right, "
                    + missing
                    + " missing, "
                    + wrong.size()
                    + " wrong, "
                    + lost
                    + " events lost; quiet files "
                    + quiet
                    + " times, after the first second "
                    + quietMissing.size()
                    + " times missing";
        }
    }

    private static Findings watch(LabTree tree, long nanos) throws Exception {
        LiveOptions options =
                LiveOptions.DEFAULT
                        .ofPids(List.of(tree.pid()))
                        .withPayload(new Payload(1024))
                        .withBuffers(new Buffers(32 << 20));
        LiveSource source = EbpfLiveTest.openEbpf(options);
        Thread.startVirtualThread(
                () -> {
                    LiveContract.sleep((int) TimeUnit.NANOSECONDS.toMillis(nanos));
                    source.stop();
                });
        return compare(source);
    }

    private static Findings compare(LiveSource source) throws IOException {
        Findings findings = new Findings();
        SystemState state = new SystemState();
        Event event = new Event();
        long first = 0;
        try (source) {
            while (source.next(event, state)) {
                first = first == 0 ? event.timestamp() : first;
                state.apply(event);
                if (event.type().name().equals("pwrite") && event.type().isExit()) {
                    compare(event, state, event.timestamp() - first, findings);
                }
            }
            findings.lost = source.losses().droppedFull();
        }
        return findings;
    }

    private static void compare(Event event, SystemState state, long since, Findings findings) {
        int data = event.type().indexOf("data");
        String text =
                new String(
                        event.bytes(),
                        event.offset(data),
                        event.length(data),
                        StandardCharsets.UTF_8);
        String[] told = text.strip().split(" ", -1);
        if (told.length != 4) {
            findings.wrong.add("not a text of the load: " + text);
            return;
        }
        FdState fd = state.fd();
        ThreadState thread = state.thread();
        boolean known = compare(told[1], fd == null ? null : fd.name(), event, findings);
        if (thread != null) {
            known &= compare(told[2], thread.comm(), event, findings);
            known &= compare(told[3], thread.exepath(), event, findings);
        }
        if (told[0].equals("!")) {
            findings.quiet++;
            if (since > SECOND && (thread == null || !known)) {
                findings.quietMissing.add(since / 1_000_000 + " ms, " + event.tid() + " " + text);
            }
        }
    }

    private static boolean compare(String truth, byte[] shown, Event event, Findings findings) {
        String name = shown == null ? "" : new String(shown, StandardCharsets.UTF_8);
        if (name.isEmpty() || name.equals("<NA>") || name.startsWith("<UNKNOWN>")) {
            findings.missing++;
            return false;
        }
        if (name.equals(truth)) {
            findings.right++;
            return true;
        }
        findings.wrong.add(event.tid() + " shows " + name + " for " + truth);
        return false;
    }
}

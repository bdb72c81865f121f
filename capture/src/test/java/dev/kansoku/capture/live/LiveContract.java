// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.capture.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kansoku.capture.Demand;
import dev.kansoku.capture.Detail;
import dev.kansoku.capture.Launch;
import dev.kansoku.capture.LiveOptions;
import dev.kansoku.capture.LiveSource;
import dev.kansoku.event.EventTable;
import dev.kansoku.ffi.Processes;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What every live engine must see. The scope is always a command or a process of the test's own.
 */
@Timeout(120)
abstract class LiveContract {
    /** The first number behind {@code res=}. */
    private static final Pattern RESULT = Pattern.compile("\\bres=(-?\\d+)");

    private static final int SIGKILL = 9;

    @TempDir Path folder;

    /** Opens the engine, or skips the test where it cannot be had. */
    abstract LiveSource open(LiveOptions options) throws Exception;

    @ParameterizedTest
    @ValueSource(strings = {"labcalls", "labrights"})
    void seesEachKnownCallOnceInOrderWithItsArguments(String lab) throws Exception {
        String program = LabProgram.path(lab).toString();
        LiveSource source = open(ofCommand(program, folder.toString()));
        Recording recording = Recording.of(source);

        long pid = source.command().pid();
        assertThat(source.command().exitStatus()).hasValue(5);
        assertThat(recording.full).isZero();
        List<Recording.Line> between = betweenMarks(recording.of(pid));
        List<ExpectedCalls.Row> rows =
                ExpectedCalls.read(lab, folder.toString(), program, pid).rows();
        assertThat(between.stream().map(Recording.Line::type).toList())
                .isEqualTo(rows.stream().map(ExpectedCalls.Row::type).toList());
        List<String> wrong = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            for (String piece : rows.get(i).pieces()) {
                if (!between.get(i).arguments().contains(piece)) {
                    wrong.add("no \"" + piece + "\" in: " + between.get(i));
                }
            }
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void measuresHowLongCallsTakeWhereThatIsAsked() throws Exception {
        LiveOptions options =
                ofCommand("/bin/sh", "-c", "sleep 0.02; true")
                        .withDemand(new Demand(Set.of(Detail.LATENCY), null));
        Recording recording = Recording.of(open(options));

        assertThat(recording.lines)
                .filteredOn(line -> line.type().endsWith("nanosleep"))
                .hasSize(1)
                .allSatisfy(
                        line -> assertThat(line.latency()).isBetween(20_000_000L, 2_000_000_000L));
        assertThat(recording.lines.subList(1, recording.lines.size()))
                .filteredOn(line -> EventTable.type(line.code()).isExit() && !isBirth(line))
                .allSatisfy(line -> assertThat(line.latency()).as(line.toString()).isNotNegative());
        assertThat(recording.lines)
                .filteredOn(LiveContract::isBirth)
                .allSatisfy(line -> assertThat(line.latency()).isEqualTo(-1));
    }

    /** Whether it is a child's return from the call that made it, which the child never made. */
    private static boolean isBirth(Recording.Line line) {
        return Set.of("fork", "vfork", "clone", "clone3").contains(line.type())
                && result(line) == 0;
    }

    @Test
    void tellsWhatAnExecutedProgramIs() throws Exception {
        String program = LabProgram.path().toString();
        // asked for before the run, since the kernel marks a time that somebody has asked for
        String changed = time(program, "unix:ctime");
        LiveSource source = open(ofCommand(program, "quiet"));
        Recording recording = Recording.of(source);

        assertThat(source.command().exitStatus()).hasValue(7);
        Recording.Line first = recording.lines.getFirst();
        assertThat(first.type()).isEqualTo("execve");
        assertThat(first.arguments())
                .contains("res=0 exe=" + program + " args=quiet. ")
                .contains("comm=labcalls ", "trusted_exepath=" + program, "filename=" + program)
                .contains("exe_ino=" + Files.getAttribute(Path.of(program), "unix:ino") + " ")
                .contains("exe_ino_ctime=" + changed + " ")
                .contains("exe_ino_mtime=" + time(program, "unix:lastModifiedTime") + " ");
        assertThat(recording.lines.getLast().type()).isEqualTo("procexit");
        assertThat(recording.lines.getLast().arguments()).contains("ret=7 sig=0 core=0");
    }

    @Test
    void tellsUsersAndGroupsBeforeTheFirstEvent() throws Exception {
        Recording recording = Recording.of(open(ofCommand(LabProgram.path().toString(), "quiet")));

        assertThat(recording.accounts).contains("user 0 root", "group 0 root");
    }

    @Test
    void countsCallsAsStraceDoes() throws Exception {
        String program = LabProgram.path().toString();
        Path second = Files.createDirectory(folder.resolve("second"));
        Path first = Files.createDirectory(folder.resolve("first"));
        Map<String, Integer> expected =
                StraceCounts.of(second, List.of(program, second.toString()));
        Recording recording = Recording.of(open(ofCommand(program, first.toString())));

        Map<String, Integer> counts = recording.counts();
        for (String call : List.of("fork", "vfork", "clone", "clone3")) {
            // a child's return from the call that made it is an event, but no call of its own
            long children =
                    recording.ofType(call).stream().filter(line -> result(line) == 0).count();
            counts.merge(call, (int) -children, Integer::sum);
        }
        // each of two messages is an event; what found none is one too
        assertThat(counts.remove("sendmmsg")).isEqualTo(2 * expected.remove("sendmmsg"));
        assertThat(counts.remove("recvmmsg")).isEqualTo(expected.remove("recvmmsg") + 2);
        assertThat(counts).isEqualTo(expected);
    }

    @Test
    void seesChildrenOfChildrenThatLiveLessThanAMillisecond() throws Exception {
        LiveSource source = open(ofCommand(LabProgram.path().toString(), "brief"));
        Recording recording = Recording.of(source);

        assertThat(source.command().exitStatus()).hasValue(0);
        assertThat(recording.ofType("mkdirat")).hasSize(5);
        assertThat(recording.ofType("fork")).hasSize(20);
        assertThat(recording.ofType("procexit")).hasSize(11);
    }

    @Test
    void seesFourThreadsEachWithItsOwnNumber() throws Exception {
        LiveSource source = open(ofCommand(LabProgram.path().toString(), "threads"));
        Recording recording = Recording.of(source);

        Set<Long> threads = new HashSet<>();
        for (int i = 0; i < 4; i++) {
            String path = "path=/proc/lab-t" + i;
            List<Recording.Line> own =
                    recording.ofType("mkdirat").stream()
                            .filter(line -> line.arguments().contains(path))
                            .toList();
            assertThat(own).hasSize(1);
            threads.add(own.getFirst().tid());
        }
        assertThat(threads).hasSize(4).doesNotContain(source.command().pid());
        List<Recording.Line> born =
                recording.ofType("clone").stream().filter(line -> result(line) == 0).toList();
        assertThat(born.stream().map(Recording.Line::tid).toList())
                .containsExactlyInAnyOrderElementsOf(threads);
        assertThat(born)
                .allSatisfy(
                        line ->
                                assertThat(line.arguments())
                                        .contains("CLONE_THREAD")
                                        .contains("pid=" + source.command().pid() + " "));
    }

    @Test
    void neverShowsAProcessBesideTheScope() throws Exception {
        String program = LabProgram.path().toString();
        Process beside =
                new ProcessBuilder("sh", "-c", "while :; do \"$0\" brief; done", program)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start();
        try {
            LiveSource source = open(ofCommand(program, folder.toString()));
            Recording recording = Recording.of(source);

            assertThat(beside.isAlive()).isTrue();
            Set<Long> family = new HashSet<>(Set.of(source.command().pid()));
            for (Recording.Line line : recording.lines) {
                if (Set.of("fork", "vfork", "clone", "clone3").contains(line.type())) {
                    family.add(result(line) == 0 ? line.tid() : result(line));
                }
            }
            assertThat(recording.tids()).isEqualTo(family).hasSize(5);
            assertThat(recording.lines)
                    .noneSatisfy(line -> assertThat(line.arguments()).contains("lab-brief"));
        } finally {
            beside.destroy();
            beside.waitFor(10, TimeUnit.SECONDS);
        }
    }

    @Test
    void reportsTheSignalThatKilledTheCommand() throws Exception {
        LiveSource source = open(ofCommand("/bin/sh", "-c", "kill -9 $$"));
        Recording recording = Recording.of(source);

        assertThat(source.command().exitStatus()).hasValue(128 + SIGKILL);
        assertThat(recording.lines.getLast().arguments()).contains("ret=0 sig=9(SIGKILL)");
    }

    @Test
    void attachesToARunningProcessAndLeavesItRunning() throws Exception {
        Process shell =
                new ProcessBuilder(
                                "sh",
                                "-c",
                                "(while :; do mkdir /proc/lab-attached; sleep 0.02; done)"
                                        + " >/dev/null 2>&1 & echo $!")
                        .start();
        long pid;
        try (BufferedReader reader =
                new BufferedReader(
                        new InputStreamReader(shell.getInputStream(), StandardCharsets.US_ASCII))) {
            pid = Long.parseLong(reader.readLine());
        }
        shell.waitFor(10, TimeUnit.SECONDS);
        try {
            LiveSource source = open(LiveOptions.DEFAULT.ofPids(List.of(pid)));
            long end = System.nanoTime() + 20_000_000_000L;
            Recording recording =
                    Recording.until(
                            source, line -> line.type().equals("mkdir") || System.nanoTime() > end);

            assertThat(recording.ofType("mkdir"))
                    .as("among events %s", recording.counts())
                    .isNotEmpty();

            assertThat(source.command()).isNull();
            assertThat(recording.processes)
                    .anySatisfy(entry -> assertThat(entry.tid).isEqualTo(pid));
            assertThat(recording.ofType("mkdir").getFirst().arguments())
                    .contains("path=/proc/lab-attached");
            sleep(100);
            assertThat(Processes.kill((int) pid, 0)).isZero();
            assertThat(Files.readString(Path.of("/proc/" + pid + "/status")))
                    .contains("TracerPid:\t0\n")
                    .doesNotContain("State:\tt");
        } finally {
            Processes.kill((int) pid, SIGKILL);
        }
    }

    private static String time(String file, String attribute) throws IOException {
        FileTime time = (FileTime) Files.getAttribute(Path.of(file), attribute);
        return DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSSSSSSSS")
                .format(time.toInstant().atOffset(ZoneOffset.UTC));
    }

    static LiveOptions ofCommand(String... command) {
        return LiveOptions.DEFAULT.ofCommand(List.of(command)).withLaunch(new Launch(null, true));
    }

    static long result(Recording.Line line) {
        Matcher matcher = RESULT.matcher(line.arguments());
        return matcher.find() ? Long.parseLong(matcher.group(1)) : Long.MIN_VALUE;
    }

    static void sleep(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Calls that tell of several messages have the first of these events alone. */
    static List<Recording.Line> oneEndPerCall(List<Recording.Line> lines) {
        List<Recording.Line> kept = new ArrayList<>();
        for (Recording.Line line : lines) {
            boolean further =
                    line.type().endsWith("mmsg")
                            && !kept.isEmpty()
                            && kept.getLast().code() == line.code();
            if (!further) {
                kept.add(line);
            }
        }
        return kept;
    }

    /** The calls between the two marks; what is no call is left out. */
    static List<Recording.Line> betweenMarks(List<Recording.Line> lines) {
        List<Recording.Line> calls =
                lines.stream().filter(line -> !line.type().equals("signaldeliver")).toList();
        int from = index(calls, "arg2_str=labstart");
        int to = index(calls, "arg2_str=labend");
        return calls.subList(from + 1, to);
    }

    private static int index(List<Recording.Line> lines, String piece) {
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).arguments().contains(piece)) {
                return i;
            }
        }
        throw new AssertionError("no event with " + piece);
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.capture.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kansoku.capture.Demand;
import dev.kansoku.capture.LiveCapture;
import dev.kansoku.capture.LiveOptions;
import dev.kansoku.capture.LiveSource;
import dev.kansoku.capture.WantedEvents;
import dev.kansoku.engine.fields.EngineFields;
import dev.kansoku.engine.fields.FieldOptions;
import dev.kansoku.engine.source.EventSource;
import dev.kansoku.engine.source.ScapSource;
import dev.kansoku.engine.state.FdState;
import dev.kansoku.engine.state.MergedParameter;
import dev.kansoku.engine.state.SystemState;
import dev.kansoku.event.Event;
import dev.kansoku.event.start.FdType;
import dev.kansoku.filter.Filter;
import dev.kansoku.scap.ScapWriter;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs {@code labfds.c}, which does with fds what can be done with them, and compares what the
 * state knows of each fd at its checkpoints with what the program saw in /proc and of its sockets:
 * each is known, and by that name.
 */
@Timeout(120)
class FdNamesTest {
    /** Numbers that the program keeps for itself. */
    private static final int TRUTH = 200;

    private static final int OWN_FDS = 201;
    private static final String MARK = "/proc/lab-fds-";
    private static final String DELETED = " (deleted)";
    private static final MergedParameter PATH = MergedParameter.named("path");

    private static final Map<String, FdType> ANONYMOUS =
            Map.of(
                    "anon_inode:[eventfd]", FdType.EVENT,
                    "anon_inode:[eventpoll]", FdType.EVENTPOLL,
                    "anon_inode:inotify", FdType.INOTIFY,
                    "anon_inode:[signalfd]", FdType.SIGNALFD,
                    "anon_inode:[timerfd]", FdType.TIMERFD,
                    "anon_inode:[io_uring]", FdType.IO_URING,
                    "anon_inode:[pidfd]", FdType.PIDFD);

    @TempDir Path folder;

    /** One fd as the program saw it. */
    private record Seen(int checkpoint, int fd, boolean onExec, String kind, String text) {}

    /** One fd as the state knows it. */
    private record Known(
            FdType type, String name, boolean onExec, long inode, String own, String peer) {}

    private final Map<Integer, Map<Integer, Known>> known = new HashMap<>();
    private Demand wanted = Demand.PLAIN;

    @Test
    void theKernelProgramTellsEveryFdByItsRightName() throws Exception {
        run(LiveOptions.Engine.EBPF, false);
    }

    @Test
    void theTracerTellsEveryFdByItsRightName() throws Exception {
        run(LiveOptions.Engine.PTRACE, false);
    }

    @Test
    void aRecordingShowsTheSameNames() throws Exception {
        run(LiveOptions.Engine.EBPF, true);
    }

    @Test
    void aFilterForOtherEventsLeavesTheNamesRight() throws Exception {
        wanted =
                new Demand(
                        Set.of(),
                        WantedEvents.of(
                                Filter.compile(
                                        "evt.type != asyncevent",
                                        new EngineFields(FieldOptions.text()))));
        run(LiveOptions.Engine.EBPF, false);
    }

    private void run(LiveOptions.Engine engine, boolean recorded) throws Exception {
        Path program = LabProgram.path("labfds");
        LiveOptions options =
                engine == LiveOptions.Engine.EBPF
                        ? LiveContract.ofCommand(
                                program.toString(), folder.toRealPath().toString(), "rings")
                        : LiveContract.ofCommand(
                                program.toString(), folder.toRealPath().toString());
        LiveSource source =
                engine == LiveOptions.Engine.EBPF
                        ? EbpfLiveTest.openEbpf(options.withDemand(wanted))
                        : LiveCapture.open(options.withEngine(engine), System.out::println);
        follow(recorded ? recording(source) : source);
        assertThat(source.command().exitStatus()).hasValue(5);
        Map<Integer, List<Seen>> truth = truth();
        assertThat(known.keySet()).containsExactlyInAnyOrderElementsOf(truth.keySet());
        List<String> wrong = new ArrayList<>();
        int right = 0;
        for (int checkpoint : truth.keySet()) {
            Map<Integer, Known> fds = new TreeMap<>(known.get(checkpoint));
            for (Seen seen : truth.get(checkpoint)) {
                Known of = fds.remove(seen.fd);
                String fault = of == null ? "missing" : difference(seen, of);
                if (fault == null) {
                    right++;
                } else {
                    wrong.add(fault + ": " + seen + " is " + of);
                }
            }
            fds.forEach((fd, of) -> wrong.add("stale: " + checkpoint + " fd " + fd + " " + of));
        }
        System.out.printf(
                "fds by %s%s: %d right, %d wrong%n",
                engine, recorded ? ", recorded" : "", right, wrong.size());
        assertThat(wrong).isEmpty();
    }

    private ScapSource recording(LiveSource source) throws Exception {
        Path file = folder.resolve("lab.scap");
        Event event = new Event();
        try (source;
                ScapWriter writer = ScapWriter.create(file, ScapWriter.Compression.NONE)) {
            while (source.next(event, writer)) {
                writer.write(event);
            }
        }
        return new ScapSource(List.of(file.toString()));
    }

    private void follow(EventSource source) throws Exception {
        SystemState state = new SystemState();
        Event event = new Event();
        try (source) {
            while (source.next(event, state)) {
                state.apply(event);
                Event holder = PATH.holder(event, null);
                if (holder == null || state.thread() == null) {
                    continue;
                }
                String path =
                        new String(
                                event.bytes(),
                                event.offset(PATH.index(event)),
                                event.textLength(PATH.index(event)),
                                StandardCharsets.UTF_8);
                if (path.startsWith(MARK)) {
                    Map<Integer, Known> fds = new HashMap<>();
                    state.thread().fds().forEach(fd -> note(fd, fds));
                    known.put(Integer.parseInt(path.substring(MARK.length())), fds);
                }
            }
        }
    }

    private static void note(FdState fd, Map<Integer, Known> into) {
        if (fd.number() > 2 && fd.number() != TRUTH && fd.number() != OWN_FDS) {
            boolean swapped = fd.server() && !fd.type().isServer();
            String source = end(fd.sourceAddress(), fd.sourcePort());
            String destination = end(fd.destinationAddress(), fd.destinationPort());
            into.put(
                    (int) fd.number(),
                    new Known(
                            fd.type(),
                            new String(fd.name(), StandardCharsets.UTF_8),
                            fd.closeOnExec(),
                            fd.inode(),
                            swapped ? destination : source,
                            swapped ? source : destination));
        }
    }

    private static String end(byte[] address, int port) {
        if (address.length == 0) {
            return "-";
        }
        try {
            String text = InetAddress.getByAddress(address).getHostAddress();
            return text.replace("0:0:0:0:0:0:0:1", "::1").replace("0:0:0:0:0:0:0:0", "::")
                    + ":"
                    + port;
        } catch (UnknownHostException e) {
            return "?";
        }
    }

    private Map<Integer, List<Seen>> truth() throws Exception {
        Map<Integer, List<Seen>> truth = new TreeMap<>();
        for (int number : known.keySet()) {
            truth.put(number, new ArrayList<>()); // one without fds has no lines
        }
        for (String line : Files.readAllLines(folder.resolve("truth"))) {
            String[] cells = line.split(" ", 6);
            int number = Integer.parseInt(cells[0]);
            truth.computeIfAbsent(number, _ -> new ArrayList<>())
                    .add(
                            new Seen(
                                    number,
                                    Integer.parseInt(cells[2]),
                                    cells[3].equals("1"),
                                    cells[4],
                                    cells[5]));
        }
        return truth;
    }

    /** What of an fd is wrong; null where all is right. */
    private static String difference(Seen seen, Known known) {
        FdType type = known.type;
        if (seen.onExec != known.onExec && type != FdType.TIMERFD) {
            return "mark for exec"; // the event of a timerfd has no room for the mark
        }
        return switch (seen.kind) {
            case "file" -> file(seen.text, known);
            case "ipv4", "ipv6" -> internet(seen, known);
            default -> type == FdType.UNIX_SOCKET ? null : "type";
        };
    }

    private static String file(String text, Known known) {
        if (text.startsWith("pipe:[")) {
            String inode = text.substring(6, text.length() - 1);
            return known.type == FdType.FIFO && inode.equals(Long.toString(known.inode))
                    ? null
                    : "pipe";
        }
        if (text.startsWith("anon_inode:")) {
            FdType type = ANONYMOUS.get(text);
            return type == known.type || (type == null && text.equals(known.name)) ? null : "kind";
        }
        String name =
                text.endsWith(DELETED) ? text.substring(0, text.length() - DELETED.length()) : text;
        if (name.startsWith("/memfd:")) {
            return known.type == FdType.MEMFD && name.equals("/memfd:" + known.name)
                    ? null
                    : "memfd";
        }
        if (name.contains("/#")) { // a file without a name goes by its folder's
            name = name.substring(0, name.lastIndexOf('/'));
        }
        return name.equals(known.name) || text.equals(known.name) ? null : "name";
    }

    private static String internet(Seen seen, Known known) {
        String[] ends = seen.text.split(" ", 2);
        if (!known.type.isInternet()) {
            return "type";
        }
        if (ends[1].equals("-")) {
            // what has no peer: a server by its own end, others by none
            return !known.type.isServer() || ends[0].equals(known.own) ? null : "own end";
        }
        return ends[0].equals(known.own) && ends[1].equals(known.peer) ? null : "ends";
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.cli.live;

import dev.kansoku.engine.source.EventSource;
import dev.kansoku.engine.source.ForwardingSource;
import dev.kansoku.event.Event;
import dev.kansoku.event.EventBuilder;
import dev.kansoku.event.EventTable;
import dev.kansoku.event.EventType;
import dev.kansoku.event.LiveDetail;
import dev.kansoku.event.start.StartListener;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Puts {@code procinfo} events into a live capture: once a second of the events' time, how much CPU
 * time each thread has used so far, from /proc. No event tells that of a thread that calls nothing.
 *
 * <p>Bounded: {@link #MOST} threads are told of. Used by one thread.
 */
public final class ProcessLoads extends ForwardingSource {
    private static final long SECOND = 1_000_000_000L;
    private static final int MOST = 1 << 14;

    /** In a line of {@code stat}, counted behind the name, which may hold blanks and brackets. */
    private static final int USER_TIME = 11;

    private static final int LONGEST = 4096;
    private static final String THREAD_GROUP = "Tgid:";
    private static final int CODE = code();

    /**
     * What a thread has used.
     *
     * @param user ticks of 10 ms in user mode
     * @param system ticks in the kernel
     */
    private record Load(long tid, long user, long system) {}

    private final Path processes;
    private final boolean all;
    private final EventBuilder builder = new EventBuilder();
    private final ArrayDeque<Load> told = new ArrayDeque<>();
    private final Map<Long, Long> processOf = new HashMap<>();
    private final Event kept = new Event();
    private @Nullable LiveDetail keptDetail;
    private boolean keeping;
    private long due;
    private long time;
    private long number;

    /**
     * @param all whether all processes are told of, rather than those that events were of
     */
    public ProcessLoads(EventSource origin, boolean all) {
        this(origin, Path.of("/proc"), all);
    }

    /**
     * @param processes the folder /proc
     * @param all whether all processes are told of, rather than those that events were of
     */
    ProcessLoads(EventSource origin, Path processes, boolean all) {
        super(origin);
        this.processes = processes;
        this.all = all;
    }

    private static int code() {
        for (EventType type : EventTable.all()) {
            if (type.name().equals("procinfo") && !type.isExit()) {
                return type.code();
            }
        }
        throw new IllegalStateException("the event table has no procinfo");
    }

    @Override
    public boolean next(Event event, StartListener start) throws IOException {
        if (!keeping) {
            if (!origin.next(event, start)) {
                return false;
            }
            meet(event.tid());
            if (event.timestamp() < due) {
                event.number(++number);
                return true;
            }
            time = event.timestamp();
            due = time + SECOND;
            look();
            kept.copyFrom(event);
            keptDetail = event.detail();
            keeping = true;
        }
        Load load = told.poll();
        if (load == null) {
            keeping = false;
            event.copyFrom(kept);
            event.detail(keptDetail);
        } else {
            builder.begin(CODE, time, load.tid).number(load.user).number(load.system);
            builder.finish(event);
            event.detail(null);
        }
        event.number(++number);
        return true;
    }

    @Override
    public boolean ready() {
        return keeping || origin.ready();
    }

    /** Learns which process a thread is of, once. */
    private void meet(long tid) {
        if (all || tid <= 0 || processOf.size() >= MOST || processOf.containsKey(tid)) {
            return;
        }
        long process = -1;
        for (String line : read(Long.toString(tid), "status").split("\n", -1)) {
            if (line.startsWith(THREAD_GROUP)) {
                process = number(line.substring(THREAD_GROUP.length()).strip());
            }
        }
        processOf.put(tid, process);
    }

    private void look() {
        List<String> found = new ArrayList<>();
        if (all) {
            found = numbers(processes);
        } else {
            found.addAll(
                    processOf.values().stream()
                            .filter(process -> process > 0)
                            .distinct()
                            .map(String::valueOf)
                            .toList());
        }
        for (String process : found) {
            List<String> threads = numbers(processes.resolve(process).resolve("task"));
            if (threads.isEmpty()) {
                processOf.values().remove(number(process));
            }
            for (String thread : threads) {
                if (told.size() < MOST) {
                    tell(process, thread);
                }
            }
        }
    }

    private void tell(String process, String thread) {
        String line = read(process, "task", thread, "stat");
        String[] cells = line.substring(line.lastIndexOf(')') + 1).strip().split(" ", -1);
        if (cells.length > USER_TIME + 1) {
            told.add(
                    new Load(
                            number(thread),
                            number(cells[USER_TIME]),
                            number(cells[USER_TIME + 1])));
        }
    }

    private static List<String> numbers(Path folder) {
        List<String> numbers = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder, "[1-9]*")) {
            for (Path entry : entries) {
                if (numbers.size() < MOST) {
                    numbers.add(String.valueOf(entry.getFileName()));
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            // It has ended meanwhile.
            return List.of();
        }
        return numbers;
    }

    /** A file below /proc; empty where it is gone. */
    private String read(String... names) {
        Path file = processes;
        for (String name : names) {
            file = file.resolve(name);
        }
        try (InputStream in = Files.newInputStream(file)) {
            return new String(in.readNBytes(LONGEST), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            // It has ended meanwhile.
            return "";
        }
    }

    private static long number(String text) {
        long number = 0;
        for (int i = 0; i < text.length() && number < Long.MAX_VALUE / 100; i++) {
            char c = text.charAt(i);
            if (c < '0' || c > '9') {
                return 0;
            }
            number = number * 10 + (c - '0');
        }
        return number;
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.capture.live;

import dev.kansoku.capture.LiveSource;
import dev.kansoku.engine.source.Shed;
import dev.kansoku.event.Event;
import dev.kansoku.event.LiveDetail;
import dev.kansoku.event.Symbols;
import dev.kansoku.event.TextBuffer;
import dev.kansoku.event.render.BufferForm;
import dev.kansoku.event.render.LocalClock;
import dev.kansoku.event.render.Names;
import dev.kansoku.event.render.ValueRenderer;
import dev.kansoku.event.start.FdEntry;
import dev.kansoku.event.start.GroupEntry;
import dev.kansoku.event.start.ProcessEntry;
import dev.kansoku.event.start.StartListener;
import dev.kansoku.event.start.UserEntry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** All that a live source delivered, as text, with its start tables. */
final class Recording implements StartListener {
    /**
     * One event: who, what, its parameters without what the state would add, and how long its call
     * took in nanoseconds (-1 where that is not known).
     */
    record Line(long tid, int code, String type, String arguments, long latency) {
        @Override
        public String toString() {
            return tid + " " + type + " " + arguments;
        }
    }

    final List<Line> lines = new ArrayList<>();
    final List<ProcessEntry> processes = new ArrayList<>();
    final List<FdEntry> fds = new ArrayList<>();

    /** Users and groups that came before the first event. */
    final List<String> accounts = new ArrayList<>();

    long faults;
    long full;
    long throttled;
    Shed shed = Shed.NONE;
    long late;

    /** Takes everything up to the source's end, and closes it. */
    static Recording of(LiveSource source) throws IOException {
        return until(source, _ -> false);
    }

    /** The same, but stops the source at an event. */
    static Recording until(LiveSource source, Predicate<Line> last) throws IOException {
        Recording recording = new Recording();
        ValueRenderer renderer = new ValueRenderer(BufferForm.DOTS, new LocalClock(ZoneOffset.UTC));
        TextBuffer text = new TextBuffer();
        Event event = new Event();
        try (source) {
            while (source.next(event, recording)) {
                if (event.isStateOnly()) {
                    continue;
                }
                renderer.arguments(event, Names.NONE, text.clear());
                String type = new String(Symbols.typeName(event), StandardCharsets.US_ASCII);
                LiveDetail detail = event.detail();
                Line line =
                        new Line(
                                event.tid(),
                                event.code(),
                                type,
                                text.toString(),
                                detail == null ? -1 : detail.latency());
                recording.lines.add(line);
                if (last.test(line)) {
                    source.stop();
                }
            }
            recording.faults = source.losses().droppedFault();
            recording.full = source.losses().droppedFull();
            recording.throttled = source.losses().droppedThrottled();
            recording.shed = source.losses().shed();
            recording.late = source.losses().late();
        }
        return recording;
    }

    @Override
    public void process(ProcessEntry process) {
        processes.add(process);
    }

    @Override
    public void fd(long tid, FdEntry fd) {
        fds.add(fd);
    }

    @Override
    public void user(UserEntry user) {
        if (lines.isEmpty()) {
            accounts.add("user " + user.uid() + " " + user.name());
        }
    }

    @Override
    public void group(GroupEntry group) {
        if (lines.isEmpty()) {
            accounts.add("group " + group.gid() + " " + group.name());
        }
    }

    List<Line> of(long tid) {
        return lines.stream().filter(line -> line.tid() == tid).toList();
    }

    List<Line> ofType(String type) {
        return lines.stream().filter(line -> line.type().equals(type)).toList();
    }

    Set<Long> tids() {
        return lines.stream().map(Line::tid).collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** How many system calls there are of each name. */
    Map<String, Integer> counts() {
        Map<String, Integer> counts = new TreeMap<>();
        for (Line line : lines) {
            if (!line.type().equals("procexit") && !line.type().equals("signaldeliver")) {
                counts.merge(line.type(), 1, Integer::sum);
            }
        }
        return counts;
    }
}

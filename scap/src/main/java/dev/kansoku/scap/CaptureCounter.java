// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.scap;

import dev.kansoku.event.Category;
import dev.kansoku.event.Event;
import dev.kansoku.event.EventHeader;
import dev.kansoku.event.EventTable;
import dev.kansoku.event.EventType;
import dev.kansoku.event.start.FdEntry;
import dev.kansoku.event.start.GroupEntry;
import dev.kansoku.event.start.InterfaceEntry;
import dev.kansoku.event.start.MachineEntry;
import dev.kansoku.event.start.ProcessEntry;
import dev.kansoku.event.start.StartListener;
import dev.kansoku.event.start.UserEntry;
import dev.kansoku.scap.CaptureInfo.TableCounts;
import dev.kansoku.scap.CaptureInfo.TypeCount;
import java.io.IOException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Counts what a {@link CaptureInfo} says. Allocates nothing per event. */
final class CaptureCounter implements StartListener {
    private static final int DROP = 148;

    private final long[] types = new long[EventTable.size()];
    private long[] cpus = new long[16];
    private @Nullable MachineEntry machine;
    private int sections;
    private long threads;
    private long fds;
    private long users;
    private long interfaces;

    private long events;
    private long stateOnly;
    private long enters;
    private long exits;
    private long firstGeneration;
    private long first = Long.MAX_VALUE;
    private long last;
    private long before;
    private long backwards;
    private long dropEvents;
    private long dropped;
    private long eventBytes;
    private int largestEvent;

    void read(ScapReader capture) throws IOException {
        Event event = new Event();
        while (capture.next(event, this)) {
            add(event);
        }
    }

    void add(Event event) {
        EventType type = event.type();
        events++;
        types[type.code()]++;
        if (type.is(Category.Origin.SYSCALL)) {
            enters += type.isExit() ? 0 : 1;
            exits += type.isExit() ? 1 : 0;
        }
        firstGeneration += event.headerSize() == EventHeader.SIZE ? 0 : 1;
        eventBytes += event.length();
        largestEvent = Math.max(largestEvent, event.length());
        int cpu = event.cpu(); // 16 bits of the file
        if (cpu >= cpus.length) {
            cpus = Arrays.copyOf(cpus, Math.max(cpu + 1, cpus.length * 2));
        }
        cpus[cpu]++;
        if (type.code() == DROP) {
            dropEvents++;
            dropped += event.has(0) ? event.unsigned(0) : 0;
        }
        if (event.isStateOnly()
                || type.is(Category.Origin.METAEVENT)
                || type.is(Category.Origin.INTERNAL)) {
            stateOnly++; // its time may be of another moment
            return;
        }
        long time = event.timestamp();
        first = Math.min(first, time);
        last = Math.max(last, time);
        backwards += time < before ? 1 : 0;
        before = time;
    }

    /** What was counted, with what the capture that was read says of its end. */
    CaptureInfo total(ScapReader capture) {
        return new CaptureInfo(
                machine,
                sections,
                events,
                stateOnly,
                enters,
                exits,
                firstGeneration,
                first == Long.MAX_VALUE ? 0 : first,
                last,
                backwards,
                dropEvents,
                dropped,
                events == 0 ? 0 : eventBytes / events,
                largestEvent,
                typeCounts(types),
                cpuCounts(),
                new TableCounts(threads, fds, users, interfaces),
                capture.offset(),
                capture.unknownTypes(),
                capture.skippedBlocks(),
                capture.skippedBytes(),
                capture.damages());
    }

    /** How often each type occurs, by its code. */
    long[] types() {
        return types;
    }

    static List<TypeCount> typeCounts(long[] types) {
        return EventTable.all().stream()
                .filter(type -> types[type.code()] > 0)
                .map(type -> new TypeCount(type.name(), type.isExit(), types[type.code()]))
                .sorted(Comparator.comparingLong(TypeCount::count).reversed())
                .toList();
    }

    private List<Long> cpuCounts() {
        int end = cpus.length;
        while (end > 0 && cpus[end - 1] == 0) {
            end--;
        }
        return Arrays.stream(cpus, 0, end).boxed().toList();
    }

    @Override
    public void section() {
        sections++;
    }

    @Override
    public void machine(MachineEntry entry) {
        machine = entry;
    }

    @Override
    public void process(ProcessEntry process) {
        threads++;
    }

    @Override
    public void fd(long tid, FdEntry fd) {
        fds++;
    }

    @Override
    public void user(UserEntry user) {
        users++;
    }

    @Override
    public void group(GroupEntry group) {
        users++;
    }

    @Override
    public void networkInterface(InterfaceEntry networkInterface) {
        interfaces++;
    }
}

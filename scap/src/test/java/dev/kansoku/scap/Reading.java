// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.scap;

import dev.kansoku.event.Event;
import dev.kansoku.event.start.FdEntry;
import dev.kansoku.event.start.GroupEntry;
import dev.kansoku.event.start.InterfaceEntry;
import dev.kansoku.event.start.MachineEntry;
import dev.kansoku.event.start.ProcessEntry;
import dev.kansoku.event.start.StartListener;
import dev.kansoku.event.start.UserEntry;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** All that a reader delivered, kept. */
final class Reading implements StartListener {
    /** An fd and whose it is. */
    record OwnedFd(long tid, FdEntry fd) {}

    final List<Event> events = new ArrayList<>();
    final List<String> order = new ArrayList<>();
    final List<MachineEntry> machines = new ArrayList<>();
    final List<ProcessEntry> processes = new ArrayList<>();
    final List<OwnedFd> fds = new ArrayList<>();
    final List<UserEntry> users = new ArrayList<>();
    final List<GroupEntry> groups = new ArrayList<>();
    final List<InterfaceEntry> interfaces = new ArrayList<>();
    List<Damage> damages = List.of();
    long unknownTypes;
    long skippedBlocks;
    long skippedBytes;

    static Reading of(ScapReader reader) throws IOException {
        Reading reading = new Reading();
        Event event = new Event();
        try (reader) {
            while (reader.next(event, reading)) {
                Event copy = new Event();
                copy.copyFrom(event);
                reading.events.add(copy);
                reading.order.add("event " + event.number());
            }
            reading.damages = reader.damages();
            reading.unknownTypes = reader.unknownTypes();
            reading.skippedBlocks = reader.skippedBlocks();
            reading.skippedBytes = reader.skippedBytes();
        }
        return reading;
    }

    /** The numbers of the events, in order. */
    List<Long> numbers() {
        return events.stream().map(Event::number).toList();
    }

    @Override
    public void section() {
        order.add("section");
    }

    @Override
    public void machine(MachineEntry machine) {
        order.add("machine");
        machines.add(machine);
    }

    @Override
    public void process(ProcessEntry process) {
        order.add("process");
        processes.add(process);
    }

    @Override
    public void fd(long tid, FdEntry fd) {
        order.add("fd");
        fds.add(new OwnedFd(tid, fd));
    }

    @Override
    public void user(UserEntry user) {
        order.add("user");
        users.add(user);
    }

    @Override
    public void group(GroupEntry group) {
        order.add("group");
        groups.add(group);
    }

    @Override
    public void networkInterface(InterfaceEntry networkInterface) {
        order.add("interface");
        interfaces.add(networkInterface);
    }
}

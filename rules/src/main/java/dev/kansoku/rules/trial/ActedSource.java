// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.rules.trial;

import dev.kansoku.engine.source.EventSource;
import dev.kansoku.engine.source.Losses;
import dev.kansoku.event.Event;
import dev.kansoku.event.EventHeader;
import dev.kansoku.event.LittleEndian;
import dev.kansoku.event.start.FdEntry;
import dev.kansoku.event.start.InterfaceEntry;
import dev.kansoku.event.start.MachineEntry;
import dev.kansoku.event.start.StartListener;
import dev.kansoku.event.start.UserEntry;
import java.util.List;

/** The events of a test by hand, and the processes that were there before. */
final class ActedSource implements EventSource {
    /** The machine's address, 10.0.0.1: which end of a connection is its own is known by it. */
    private static final byte[] OWN_ADDRESS = {10, 0, 0, 1};

    private static final byte[] OWN_NETMASK = {-1, -1, -1, 0};
    private static final byte[] NO_BROADCAST = new byte[4];

    private final List<Actor> actors;
    private final List<byte[]> events;
    private int next;

    ActedSource(List<Actor> actors, List<byte[]> events) {
        this.actors = List.copyOf(actors);
        this.events = List.copyOf(events);
    }

    @Override
    public boolean next(Event event, StartListener start) {
        if (next == 0) {
            tellStart(start);
        }
        if (next == events.size()) {
            return false;
        }
        byte[] bytes = events.get(next++);
        int count = (int) LittleEndian.unsigned(bytes, EventHeader.PARAMETER_COUNT, 4);
        event.wrap(bytes, 0, EventHeader.SIZE, count);
        event.origin(0, 0);
        event.number(next);
        event.detail(null);
        return true;
    }

    private void tellStart(StartListener start) {
        start.section();
        start.machine(new MachineEntry(1, 1L << 30, 1 << 15, "test", 0));
        start.user(new UserEntry(0, 0, "root", "/root", "/bin/sh"));
        start.networkInterface(
                new InterfaceEntry("lab", OWN_ADDRESS, OWN_NETMASK, NO_BROADCAST, 0));
        for (Actor actor : actors) {
            start.process(actor.entry());
            for (FdEntry fd : actor.open()) {
                start.fd(actor.pid(), fd);
            }
        }
    }

    @Override
    public Losses losses() {
        return Losses.NONE;
    }

    @Override
    public void close() {}
}

// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.engine;

import dev.kansoku.engine.state.StateWriter;
import dev.kansoku.engine.state.SystemState;
import dev.kansoku.event.Event;
import dev.kansoku.event.start.FdEntry;
import dev.kansoku.event.start.GroupEntry;
import dev.kansoku.event.start.InterfaceEntry;
import dev.kansoku.event.start.MachineEntry;
import dev.kansoku.event.start.ProcessEntry;
import dev.kansoku.event.start.UserEntry;
import dev.kansoku.scap.IndexedState;
import dev.kansoku.scap.ScapWriter;
import java.io.IOException;
import java.io.OutputStream;

/**
 * Keeps for an index what a {@link Pipeline} over its capture would know at each event. Used by one
 * thread.
 */
public class IndexingState implements IndexedState {
    private final SystemState state = new SystemState();
    private final HiddenEvents hidden = new HiddenEvents();
    private final StateWriter writer = new StateWriter(state);
    private long first;
    private long previous;

    @Override
    public void apply(Event event) {
        state.apply(event);
        if (hidden.isLeading(event) || HiddenEvents.isHidden(event)) {
            return;
        }
        previous = event.timestamp();
        first = first == 0 ? previous : first;
    }

    @Override
    public void write(long timestamp, OutputStream to) throws IOException {
        try (ScapWriter capture = ScapWriter.to(to, ScapWriter.Compression.NONE)) {
            writer.all(timestamp, capture, capture::write);
        }
    }

    @Override
    public long first() {
        return first;
    }

    @Override
    public long previous() {
        return previous;
    }

    @Override
    public void section() {
        state.section();
        hidden.section();
    }

    @Override
    public void machine(MachineEntry machine) {
        state.machine(machine);
    }

    @Override
    public void process(ProcessEntry process) {
        state.process(process);
    }

    @Override
    public void fd(long tid, FdEntry fd) {
        state.fd(tid, fd);
    }

    @Override
    public void user(UserEntry user) {
        state.user(user);
    }

    @Override
    public void group(GroupEntry group) {
        state.group(group);
    }

    @Override
    public void networkInterface(InterfaceEntry networkInterface) {
        state.networkInterface(networkInterface);
    }
}

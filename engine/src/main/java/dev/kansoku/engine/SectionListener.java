// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.engine;

import dev.kansoku.engine.source.EventSource;
import dev.kansoku.engine.state.SystemState;
import dev.kansoku.event.start.FdEntry;
import dev.kansoku.event.start.GroupEntry;
import dev.kansoku.event.start.InterfaceEntry;
import dev.kansoku.event.start.MachineEntry;
import dev.kansoku.event.start.ProcessEntry;
import dev.kansoku.event.start.StartListener;
import dev.kansoku.event.start.UserEntry;

/**
 * Hands start tables on to the state of the system that they are of, and tells the hidden-event
 * rule where a section begins.
 */
final class SectionListener implements StartListener {
    private final EventSource source;
    private final EventContext context;

    SectionListener(EventSource source, EventContext context) {
        this.source = source;
        this.context = context;
    }

    private SystemState state() {
        context.turnTo(source.system());
        return context.state();
    }

    @Override
    public void section() {
        state().section();
        context.hidden().section();
    }

    @Override
    public void machine(MachineEntry machine) {
        state().machine(machine);
    }

    @Override
    public void process(ProcessEntry process) {
        state().process(process);
    }

    @Override
    public void fd(long tid, FdEntry fd) {
        state().fd(tid, fd);
    }

    @Override
    public void user(UserEntry user) {
        state().user(user);
    }

    @Override
    public void group(GroupEntry group) {
        state().group(group);
    }

    @Override
    public void networkInterface(InterfaceEntry networkInterface) {
        state().networkInterface(networkInterface);
    }
}

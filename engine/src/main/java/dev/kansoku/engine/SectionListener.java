package dev.kansoku.engine;

import dev.kansoku.event.start.FdEntry;
import dev.kansoku.event.start.GroupEntry;
import dev.kansoku.event.start.InterfaceEntry;
import dev.kansoku.event.start.MachineEntry;
import dev.kansoku.event.start.ProcessEntry;
import dev.kansoku.event.start.StartListener;
import dev.kansoku.event.start.UserEntry;

/** Hands start tables on to the state, and tells the hidden-event rule where a section begins. */
record SectionListener(StartListener state, HiddenEvents hidden) implements StartListener {
    @Override
    public void section() {
        hidden.section();
        state.section();
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

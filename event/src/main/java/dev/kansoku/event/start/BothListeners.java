// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.event.start;

/** Tells start tables to two listeners. */
public record BothListeners(StartListener first, StartListener second) implements StartListener {
    @Override
    public void section() {
        first.section();
        second.section();
    }

    @Override
    public void machine(MachineEntry machine) {
        first.machine(machine);
        second.machine(machine);
    }

    @Override
    public void process(ProcessEntry process) {
        first.process(process);
        second.process(process);
    }

    @Override
    public void fd(long tid, FdEntry fd) {
        first.fd(tid, fd);
        second.fd(tid, fd);
    }

    @Override
    public void user(UserEntry user) {
        first.user(user);
        second.user(user);
    }

    @Override
    public void group(GroupEntry group) {
        first.group(group);
        second.group(group);
    }

    @Override
    public void networkInterface(InterfaceEntry networkInterface) {
        first.networkInterface(networkInterface);
        second.networkInterface(networkInterface);
    }
}

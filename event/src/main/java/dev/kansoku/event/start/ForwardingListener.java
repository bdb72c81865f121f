// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.event.start;

/** Hands start tables on to another listener: for those that change or note a part of them. */
public class ForwardingListener implements StartListener {
    private final StartListener to;

    protected ForwardingListener(StartListener to) {
        this.to = to;
    }

    @Override
    public void section() {
        to.section();
    }

    @Override
    public void machine(MachineEntry machine) {
        to.machine(machine);
    }

    @Override
    public void process(ProcessEntry process) {
        to.process(process);
    }

    @Override
    public void fd(long tid, FdEntry fd) {
        to.fd(tid, fd);
    }

    @Override
    public void user(UserEntry user) {
        to.user(user);
    }

    @Override
    public void group(GroupEntry group) {
        to.group(group);
    }

    @Override
    public void networkInterface(InterfaceEntry networkInterface) {
        to.networkInterface(networkInterface);
    }
}

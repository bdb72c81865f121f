// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.cli.recording;

import dev.kansoku.engine.state.ReferredState;
import dev.kansoku.event.start.InterfaceEntry;
import dev.kansoku.event.start.MachineEntry;
import dev.kansoku.event.start.StartListener;

/**
 * Hands on what start tables tell of the machine, and nothing of its processes and users.
 *
 * @param told what begins anew with each section
 */
record MachineOnly(StartListener to, ReferredState told) implements StartListener {
    @Override
    public void section() {
        told.begin();
        to.section();
    }

    @Override
    public void machine(MachineEntry machine) {
        to.machine(machine);
    }

    @Override
    public void networkInterface(InterfaceEntry networkInterface) {
        to.networkInterface(networkInterface);
    }
}

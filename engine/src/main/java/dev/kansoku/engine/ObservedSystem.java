// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.engine;

import dev.kansoku.engine.state.StateLimits;
import dev.kansoku.engine.state.StateNames;
import dev.kansoku.engine.state.SystemState;
import dev.kansoku.event.render.Names;

/** What is known of one of the systems that events come from. */
final class ObservedSystem {
    final SystemState state;
    final Names names;
    final HiddenEvents hidden = new HiddenEvents();

    ObservedSystem(StateLimits limits) {
        state = new SystemState(limits);
        names = new StateNames(state);
    }
}

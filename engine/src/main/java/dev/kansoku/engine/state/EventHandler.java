// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.engine.state;

/** Changes the state by what an event of certain types says. */
@FunctionalInterface
interface EventHandler {
    void apply(Moment moment);
}

// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.capture.ptrace;

import dev.kansoku.event.EventBuilder;

/** One recipe made ready: adds one parameter of a call to an event. */
@FunctionalInterface
interface Part {
    void put(Call call, EventBuilder out);
}

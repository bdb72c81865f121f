// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.cli;

import dev.kansoku.event.EventTable;
import dev.kansoku.event.Symbols;
import java.math.BigDecimal;
import java.time.ZoneId;

/**
 * Has tables that nearly every run needs made by a second processor, while the first takes the
 * command line apart. Each is made by the initializer of its class, so that who comes to it early
 * waits, and who comes late finds it. Where there is one processor nothing is lost.
 */
final class Ahead {
    private static volatile Object made = "";

    private Ahead() {}

    static void start() {
        Thread.ofPlatform().daemon().name("tables").start(Ahead::make);
    }

    private static void make() {
        made = ZoneId.systemDefault();
        made = EventTable.size() + Symbols.syscallCount();
        // 30 ms of powers of ten, which the reader of JSON has made before the first container
        made = BigDecimal.ONE;
    }
}

package dev.kansoku.capture.bpf;

import dev.kansoku.event.start.StartListener;

/** What was there when the capture began. */
final class StartTables {
    private StartTables() {}

    /** Takes the tables of the machine as it is now. */
    static StartTables take(Scope scope) {
        return new StartTables();
    }

    void tell(StartListener start) {
        start.section();
    }
}

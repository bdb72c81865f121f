// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.bench;

import dev.kansoku.event.Event;
import dev.kansoku.event.EventBuilder;
import dev.kansoku.event.EventHeader;
import dev.kansoku.event.EventTable;
import dev.kansoku.event.EventType;

/**
 * A run of made events as a file reader has them in memory: exits of openat and seven times as many
 * of read.
 */
final class SampleEvents {
    /** How many there are. */
    static final int COUNT = 4096;

    private final byte[] bytes = new byte[COUNT * 256];
    private final int[] starts = new int[COUNT];
    private final int[] counts = new int[COUNT];

    SampleEvents() {
        EventType read = exit("read");
        EventType openat = exit("openat");
        EventBuilder builder = new EventBuilder();
        byte[] data = new byte[80];
        int end = 0;
        for (int i = 0; i < COUNT; i++) {
            if (i % 8 == 0) {
                builder.begin(openat.code(), i, 100 + i % 7, 5);
                builder.number(3).number(-100).text("/etc/hosts").number(1).number(0);
                counts[i] = 5;
            } else {
                builder.begin(read.code(), i, 100 + i % 7, 2);
                builder.number(80).bytes(data);
                counts[i] = 2;
            }
            byte[] one = builder.toBytes();
            System.arraycopy(one, 0, bytes, end, one.length);
            starts[i] = end;
            end += one.length;
        }
    }

    /** The newest exit of a call. */
    static EventType exit(String name) {
        return EventTable.all().stream()
                .filter(
                        type ->
                                type.name().equals(name)
                                        && type.isExit()
                                        && type.parameters().size() > 1)
                .reduce((older, newer) -> newer)
                .orElseThrow();
    }

    /** Moves the cursor to an event. */
    void at(int index, Event event) {
        event.wrap(bytes, starts[index], EventHeader.SIZE, counts[index]);
    }

    int parameters(int index) {
        return counts[index];
    }

    boolean fits(int index) {
        int start = starts[index];
        return Event.fits(bytes, start, bytes.length - start, EventHeader.SIZE, counts[index]);
    }
}

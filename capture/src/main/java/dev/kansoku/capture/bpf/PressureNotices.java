// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.capture.bpf;

import dev.kansoku.capture.BroughtFds;
import dev.kansoku.event.EventHeader;
import dev.kansoku.event.TextBuffer;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * Reads the kernel program's notices of pressure ({@code pressure.h}): makes text of their numbers,
 * and tells the user in a line, at most one a second. Used by one thread.
 *
 * <pre>
 *   0        26        38       42                   59
 *  +--------+---------+--------+--------------------+------------------------------------------
 *  | header | lengths | plugin | kansoku.pressure 0 | level, level before, CPU, 0: u32; 3 shed u64
 *  +--------+---------+--------+--------------------+------------------------------------------
 * </pre>
 */
final class PressureNotices {
    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INT =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private static final byte[] NAME = "kansoku.pressure\0".getBytes(StandardCharsets.US_ASCII);
    private static final int PLUGIN_LENGTH = 26;
    private static final int NAME_LENGTH = 30;
    private static final int DATA_LENGTH = 34;
    private static final int NAME_AT = 42;
    private static final int DATA = 59;
    private static final int SHED = DATA + 16;
    private static final int SIZE = SHED + 24;
    private static final int KINDS = 3;

    /** How many parameters the events have. */
    static final int PARAMETERS = 3;

    private static final String[] SHEDS = {
        "nothing", "payload", "payload,reads,writes", "payload,reads,writes,others"
    };
    private static final String[] LINES = {
        "nothing is left out any more",
        "leaving out payload",
        "leaving out reads, writes and payload",
        "leaving out all but what tells of processes and fds"
    };

    private static final long NO_THREAD = -1;

    private static final long SECOND = 1_000_000_000;

    private final Consumer<String> notes;
    private final int[] levels;

    /** What was shed on each CPU when it was last told. */
    private final long[][] shed;

    private final long[] shedSinceCalm = new long[KINDS];
    private final TextBuffer text = new TextBuffer();
    private int said;
    private long saidAt;
    private boolean saidAny;

    /**
     * @param notes takes the lines for the user
     */
    PressureNotices(int cpus, Consumer<String> notes) {
        this.notes = notes;
        this.levels = new int[cpus];
        this.shed = new long[cpus][KINDS];
    }

    /** Whether an asyncevent is a notice. */
    static boolean is(byte[] bytes, int size) {
        return size == SIZE
                && Arrays.equals(bytes, NAME_AT, NAME_AT + NAME.length, NAME, 0, NAME.length);
    }

    /**
     * Makes text of a notice's data, such as {@code level=2 sheds=payload,reads,writes cpu=0
     * payloads=310 reads_writes=0 others=0}, with what was shed since the notice before. Returns
     * the event's new size.
     */
    int take(byte[] bytes) {
        int level = Math.clamp((int) INT.get(bytes, DATA), 0, SHEDS.length - 1);
        int cpu = (int) INT.get(bytes, DATA + 8);
        if (cpu < 0 || cpu >= levels.length) {
            throw new IllegalStateException("the kernel program told of CPU " + cpu);
        }
        levels[cpu] = level;
        text.clear().put("level=").decimal(level).put(" sheds=").put(SHEDS[level]);
        text.put(" cpu=").decimal(cpu);
        shed(bytes, cpu, 0, " payloads=");
        shed(bytes, cpu, 1, " reads_writes=");
        shed(bytes, cpu, 2, " others=");
        byte[] data = text.toString().getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(data, 0, bytes, DATA, data.length);
        INT.set(bytes, DATA_LENGTH, data.length);
        INT.set(bytes, EventHeader.LENGTH, DATA + data.length);
        return DATA + data.length;
    }

    /**
     * Makes an event that tells of the end of the pressure on a CPU. Returns its size.
     *
     * @param time of the event, nanoseconds since boot
     */
    int calm(byte[] bytes, long time, int cpu, Pressure pressure) {
        Arrays.fill(bytes, 0, SIZE, (byte) 0);
        LONG.set(bytes, EventHeader.TIMESTAMP, time);
        LONG.set(bytes, EventHeader.THREAD_ID, NO_THREAD);
        INT.set(bytes, EventHeader.TYPE, BroughtFds.EVENT);
        INT.set(bytes, EventHeader.PARAMETER_COUNT, PARAMETERS);
        INT.set(bytes, PLUGIN_LENGTH, 4);
        INT.set(bytes, NAME_LENGTH, NAME.length);
        System.arraycopy(NAME, 0, bytes, NAME_AT, NAME.length);
        INT.set(bytes, DATA + 8, cpu);
        for (int kind = 0; kind < KINDS; kind++) {
            long total = pressure.shed(Pressure.Level.values()[kind + 1], cpu);
            LONG.set(bytes, SHED + kind * Long.BYTES, total);
        }
        return take(bytes);
    }

    private void shed(byte[] bytes, int cpu, int kind, String name) {
        long total = (long) LONG.get(bytes, SHED + kind * Long.BYTES);
        long since = total - shed[cpu][kind];
        shed[cpu][kind] = total;
        shedSinceCalm[kind] += since;
        text.put(name).decimal(since);
    }

    /**
     * Tells the user of a change, where there was one and the last line is a second old.
     *
     * @param now nanoseconds of any clock
     */
    void say(long now) {
        if (!saidAny || now - saidAt >= SECOND) {
            say(now, level());
        }
    }

    /** Tells the user how the capture ended, where that has not been told. */
    void sayLast() {
        say(saidAt, level());
    }

    private int level() {
        int highest = 0;
        for (int level : levels) {
            highest = Math.max(highest, level);
        }
        return highest;
    }

    private void say(long now, int level) {
        if (level == said) {
            return;
        }
        said = level;
        saidAny = true;
        saidAt = now;
        String line = "events are made faster than they are read: " + LINES[level];
        if (level == 0) {
            line =
                    String.format(
                            Locale.ROOT,
                            "%s; left out: %d payloads, %d reads and writes, %d others",
                            LINES[0],
                            shedSinceCalm[0],
                            shedSinceCalm[1],
                            shedSinceCalm[2]);
            Arrays.fill(shedSinceCalm, 0);
        }
        notes.accept(line);
    }
}

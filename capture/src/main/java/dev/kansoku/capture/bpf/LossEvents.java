// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.capture.bpf;

import dev.kansoku.capture.BroughtFds;
import dev.kansoku.capture.process.BootClock;
import dev.kansoku.event.EventHeader;
import dev.kansoku.event.LittleEndian;

/**
 * The events that tell of others which are missing: lost ones ({@link DropEvents}), those left out
 * under pressure ({@link PressureNotices}) and those of cgroups that made too many ({@link
 * ThrottleNotices}). Most come from the kernel programs and are completed here; where the programs
 * have no occasion, they are made here. Used by one thread.
 */
final class LossEvents {
    private final DropEvents drops;
    private final Pressure pressure;
    private final PressureNotices notices;
    private final ThrottleNotices throttles;
    private final Ring[] rings;
    private final BootClock clock;
    private int parameters;

    LossEvents(
            CpuAccounts accounts,
            Pressure pressure,
            PressureNotices notices,
            ThrottleNotices throttles,
            Ring[] rings,
            BootClock clock) {
        this.drops = new DropEvents(accounts);
        this.pressure = pressure;
        this.notices = notices;
        this.throttles = throttles;
        this.rings = rings;
        this.clock = clock;
    }

    /**
     * Completes an event of the kernel programs, where it is one of these. Returns its length, or 0
     * where all that it could tell has been told.
     *
     * @param length of the ring's record
     */
    int complete(int cpu, byte[] bytes, int length) {
        int code = (int) LittleEndian.unsigned(bytes, EventHeader.TYPE, 2);
        if (code == DropEvents.CODE) {
            return drops.complete(cpu, bytes, length)
                    ? (int) LittleEndian.unsigned(bytes, EventHeader.LENGTH, 4)
                    : 0;
        }
        int size = length;
        if (code == BroughtFds.EVENT) {
            if (PressureNotices.is(bytes, length)) {
                size = notices.take(bytes);
                notices.say(clock.now());
            } else if (ThrottleNotices.is(bytes, length)) {
                size = throttles.take(bytes, length);
                throttles.say(clock.now());
            }
        }
        return size;
    }

    /**
     * Tells of lost events where nothing that their CPU has written behind them does: its ring is
     * empty, and whatever comes is from behind the time up to which all was delivered. Returns the
     * CPU, or -1 where there is nothing to tell.
     *
     * @param time of the event, nanoseconds since boot
     * @param end whether all that there was has been delivered
     */
    int makeDrop(byte[] bytes, long time, boolean end) {
        int cpu = drops.untold(end);
        if (cpu < 0 || !rings[Rings.indexOf(cpu)].isEmpty()) {
            return -1;
        }
        drops.make(cpu, time, bytes);
        parameters = 1;
        return cpu;
    }

    /**
     * Tells at the end what is untold of a cgroup. Returns whether there was one.
     *
     * @param time of the event, nanoseconds since boot
     */
    boolean makeThrottle(byte[] bytes, long time) {
        parameters = ThrottleNotices.PARAMETERS;
        return throttles.rest(bytes, time) > 0;
    }

    /**
     * Tells of the end of a pressure where the kernel programs have no occasion to. Returns the
     * CPU, or -1 where there is none.
     *
     * @param time of the event, nanoseconds since boot
     */
    int makeCalm(byte[] bytes, long time) {
        int cpu = pressure.calm(rings);
        if (cpu >= 0) {
            notices.calm(bytes, time, cpu, pressure);
            parameters = PressureNotices.PARAMETERS;
        }
        return cpu;
    }

    /** How many parameters the event has that was made. */
    int parameters() {
        return parameters;
    }

    /** Tells the user in a line what is new, where the last one is a second old. */
    void say() {
        long now = clock.now();
        notices.say(now);
        throttles.say(now);
    }

    /** Tells the user how the capture ended, where that has not been told. */
    void sayLast() {
        notices.sayLast();
        throttles.sayLast();
    }
}

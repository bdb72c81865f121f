// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.capture.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kansoku.capture.Buffers;
import dev.kansoku.capture.Demand;
import dev.kansoku.capture.LiveOptions;
import dev.kansoku.capture.LiveSource;
import dev.kansoku.capture.OnPressure;
import dev.kansoku.capture.WantedEvents;
import dev.kansoku.capture.bpf.EbpfSource;
import dev.kansoku.event.Event;
import dev.kansoku.event.EventTable;
import dev.kansoku.event.EventType;
import dev.kansoku.event.start.StartListener;
import java.util.BitSet;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Events of several CPUs in the order in which they happened, and none unaccounted for. With {@code
 * -Dkansoku.order.calls=1000000 -Dkansoku.order.seconds=60} the first test takes a million events.
 */
@Timeout(180)
class EbpfOrderTest {
    private static final long CALLS = Long.getLong("kansoku.order.calls", 200_000);
    private static final long SECONDS = Long.getLong("kansoku.order.seconds", 10);
    private static final EventType LSEEK = EventTable.type(87);
    private static final int OFFSET = LSEEK.indexOf("offset");
    private static final int DROP = 148;
    private static final int BURST_OFFSET = 4242;

    @Test
    void aCallThatBeginsWhenAnotherHasReturnedIsDeliveredBehindItWhicheverTheirCpus()
            throws Exception {
        String program = LabProgram.path("labtoken").toString();
        long expected = 0;
        long before = 0;
        int lastCpu = -1;
        long handedOver = 0;
        Set<Long> threads = new HashSet<>();
        try (LiveSource source = open(new Buffers(16 << 20), program, "" + CALLS, "" + SECONDS)) {
            Event event = new Event();
            while (source.next(event, new StartListener() {})) {
                assertThat(event.timestamp()).isGreaterThanOrEqualTo(before);
                before = event.timestamp();
                if (event.code() == LSEEK.code()) {
                    assertThat(event.signed(OFFSET)).isEqualTo(expected);
                    expected++;
                    handedOver += event.cpu() != lastCpu ? 1 : 0;
                    lastCpu = event.cpu();
                    threads.add(event.tid());
                }
            }
            assertThat(source.losses().droppedEvents()).isZero();
            assertThat(source.losses().late()).isZero();
        }
        System.out.println(expected + " calls in order, " + handedOver + " changes of the CPU");
        assertThat(expected).isGreaterThan(100);
        assertThat(threads).hasSize(2);
    }

    @Test
    void everyCallOfABurstIsEitherDeliveredOrCountedAsLost() throws Exception {
        String program = LabProgram.path("labburst").toString();
        long threads = 4;
        long calls = 500_000;
        long seen = 0;
        long told = 0;
        long all = 0;
        try (LiveSource source =
                open(
                        new Buffers(Buffers.SMALLEST, OnPressure.DROP),
                        program,
                        "" + threads,
                        "" + calls)) {
            Event event = new Event();
            while (source.next(event, new StartListener() {})) {
                all++;
                if (event.code() == DROP) {
                    told += event.unsigned(0);
                    all--;
                } else if (event.code() == LSEEK.code() && event.signed(OFFSET) == BURST_OFFSET) {
                    seen++;
                }
            }
            System.out.println(
                    threads * calls + " calls sent, " + seen + " seen, " + told + " lost");
            assertThat(source.losses().droppedFull()).isEqualTo(told).isPositive();
            assertThat(source.losses().droppedEvents()).isEqualTo(told);
            assertThat(((EbpfSource) source).written()).isEqualTo(all);
        }
        assertThat(seen + told).isEqualTo(threads * calls);
    }

    private static LiveSource open(Buffers buffers, String... command) throws Exception {
        BitSet types = new BitSet();
        types.set(LSEEK.code());
        LiveOptions options = LiveContract.ofCommand(command).withBuffers(buffers);
        return EbpfLiveTest.openEbpf(
                options.withDemand(new Demand(Set.of(), new WantedEvents(types, Set.of()))));
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.capture.bpf;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kansoku.event.LittleEndian;
import dev.kansoku.ffi.Mapping;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Rings and watermarks in ordinary memory, of two CPUs that do what a test says. */
class MergerTest {
    private static final int SIZE = 4096;
    private static final int LENGTH = 26;
    private static final long MILLISECOND = 1_000_000;

    private final MemorySegment watermarks = Arena.ofAuto().allocate(2 * CpuAccounts.SIZE, 8);
    private final Cpu first = new Cpu(0);
    private final Cpu second = new Cpu(1);
    private long now = MILLISECOND;
    private final Merger merger =
            new Merger(
                    new Ring[] {first.ring, second.ring}, new CpuAccounts(watermarks), () -> now);

    @Test
    void mergesByTimeWhatIdleCpusHaveWritten() {
        first.write(100);
        first.write(300);
        second.write(200);
        second.write(400);

        assertThat(times()).containsExactly(100L, 200L, 300L, 400L);
    }

    @Test
    void aCpuThatNeverWritesHoldsNothingBack() {
        second.write(now - Watermarks.MARGIN - 1);

        assertThat(times()).hasSize(1);
    }

    @Test
    void whatHappenedJustNowWaitsUntilNothingEarlierCanCome() {
        second.write(now);
        assertThat(times()).isEmpty();
        now += 2 * Watermarks.MARGIN;
        assertThat(times()).hasSize(1);
    }

    @Test
    void aStalledCpuHoldsBackWhatIsLaterThanItsWatermarkAndNothingElse() {
        first.watermark(250);
        second.write(100);
        second.write(200);
        second.write(300);

        assertThat(times()).containsExactly(100L, 200L);
        now += 50 * MILLISECOND;
        assertThat(times()).isEmpty();
        first.write(250);
        first.watermark(CpuAccounts.IDLE);
        assertThat(times()).containsExactly(250L, 300L);
        assertThat(merger.late()).isZero();
    }

    @Test
    void aCpuThatStallsBeforeItTakesATimeHoldsBackAllThatWasNotCertainBefore() {
        now = 10 * MILLISECOND;
        assertThat(times()).isEmpty();
        first.watermark(CpuAccounts.UNKNOWN);
        second.write(9 * MILLISECOND);
        second.write(11 * MILLISECOND);
        now = 20 * MILLISECOND;

        assertThat(times()).containsExactly(9 * MILLISECOND);
        first.watermark(10 * MILLISECOND);
        first.write(10 * MILLISECOND);
        first.watermark(CpuAccounts.IDLE);
        assertThat(times()).containsExactly(10 * MILLISECOND, 11 * MILLISECOND);
    }

    @Test
    void aCpuThatStallsForLongIsNotWaitedForAndItsEventsAreCountedAsLate() {
        first.watermark(250);
        second.write(300);
        second.write(400);
        assertThat(times()).isEmpty();

        now += Watermarks.LONGEST_HOLD;
        assertThat(times()).containsExactly(300L, 400L);
        first.write(250);
        first.watermark(CpuAccounts.IDLE);
        first.write(500);
        assertThat(times()).containsExactly(250L, 500L);
        assertThat(merger.late()).isEqualTo(1);
    }

    @Test
    void aRecordThatIsBeingWrittenIsNotPassedBy() {
        first.watermark(100);
        long record = first.begin(100);
        second.write(200);
        assertThat(times()).isEmpty();

        first.commit(record);
        first.watermark(CpuAccounts.IDLE);
        assertThat(times()).containsExactly(100L, 200L);
    }

    @Test
    void atTheEndAllThatIsThereIsTaken() {
        second.write(now + MILLISECOND);
        assertThat(times()).isEmpty();

        assertThat(merger.advanceToEnd()).isTrue();
        assertThat(taken()).hasSize(1);
        assertThat(merger.advanceToEnd()).isFalse();
    }

    private List<Long> times() {
        merger.advance();
        return taken();
    }

    private List<Long> taken() {
        List<Long> times = new ArrayList<>();
        byte[] bytes = new byte[LENGTH];
        for (int i = merger.earliest(); i >= 0; i = merger.earliest()) {
            assertThat(merger.take(i, bytes)).isEqualTo(LENGTH);
            times.add(LittleEndian.signed(bytes, 0, 8));
        }
        return times;
    }

    /** One CPU's ring and watermark. */
    private final class Cpu {
        private static final int BUSY = 1 << 31;

        private final MemorySegment producer =
                Arena.ofAuto().allocate(Mapping.pageSize() + 2 * SIZE, 8);
        private final Ring ring =
                new Ring(Arena.ofAuto().allocate(8, 8), producer, SIZE, List.of());
        private final int number;
        private long end;

        Cpu(int number) {
            this.number = number;
        }

        void watermark(long time) {
            watermarks.set(JAVA_LONG, (long) number * CpuAccounts.SIZE, time);
        }

        void write(long time) {
            commit(begin(time));
        }

        long begin(long time) {
            long at = Mapping.pageSize() + end;
            producer.set(JAVA_INT, at, LENGTH | BUSY);
            producer.set(JAVA_LONG, at + 8, time);
            end += (LENGTH + 8 + 7) & ~7;
            producer.set(JAVA_LONG, 0, end);
            return at;
        }

        void commit(long record) {
            producer.set(JAVA_INT, record, LENGTH);
        }
    }
}

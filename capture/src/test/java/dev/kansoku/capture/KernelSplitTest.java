// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.capture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kansoku.event.EventTable;
import dev.kansoku.event.EventType;
import java.util.BitSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class KernelSplitTest {
    @Test
    void callsThatTheFilterCannotMatchAreDroppedUnlessTheStateNeedsThem() {
        KernelSplit split = KernelSplit.of(types("openat"));

        assertThat(split.matching()).containsExactly("openat");
        assertThat(split.forState()).contains("execve", "clone", "dup", "close", "connect");
        assertThat(split.dropped()).contains("read", "write", "nanosleep", "access");
        assertThat(split.matching()).isSorted();
        assertThat(split.forState()).isSorted();
        assertThat(split.dropped()).isSorted();
    }

    @Test
    void everyCallIsInOnePart() {
        KernelSplit all = KernelSplit.of(null);
        KernelSplit split = KernelSplit.of(types("read"));

        assertThat(all.forState()).isEmpty();
        assertThat(all.dropped()).isEmpty();
        assertThat(split.matching().size() + split.forState().size() + split.dropped().size())
                .isEqualTo(all.matching().size());
    }

    @Test
    void ofCallsWithoutAnEventOfTheirOwnOnlyTheOnesThatAreNamedMatch() {
        BitSet generic = new BitSet();
        generic.set(1);
        WantedEvents wanted = new WantedEvents(generic, Set.of("sysinfo"));

        assertThat(KernelSplit.of(wanted).matching()).containsExactly("sysinfo");
        assertThat(KernelSplit.of(wanted).dropped()).contains("clock_nanosleep", "read");
    }

    @Test
    void numbersThatNoCallHasGoWithTheGenericEvent() {
        int last = SystemCallTable.NUMBERS - 1;

        assertThat(KernelSplit.wantedCalls(null).get(last)).isTrue();
        assertThat(KernelSplit.wantedCalls(types("read")).get(last)).isFalse();
    }

    private static WantedEvents types(String name) {
        BitSet types = new BitSet();
        for (EventType type : EventTable.all()) {
            if (type.name().equals(name)) {
                types.set(type.code());
            }
        }
        return new WantedEvents(types, Set.of());
    }
}

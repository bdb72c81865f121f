// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.capture;

import dev.kansoku.engine.state.SystemState;
import dev.kansoku.ffi.Native;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What becomes, in the kernel, of each system call where only some event types are wanted. Names
 * are the calls' own, sorted.
 *
 * @param matching calls whose events can be wanted
 * @param forState calls that go on only since names and numbers of later events depend on them
 * @param dropped calls that make no event
 */
public record KernelSplit(List<String> matching, List<String> forState, List<String> dropped) {
    private static final int GENERIC = 1;

    /** What becomes of a call. */
    private enum Fate {
        MATCHING,
        FOR_STATE,
        DROPPED
    }

    public KernelSplit {
        matching = List.copyOf(matching);
        forState = List.copyOf(forState);
        dropped = List.copyOf(dropped);
    }

    /**
     * Splits the calls of this machine's architecture.
     *
     * @param wanted the events that are wanted, or null for all
     */
    public static KernelSplit of(@Nullable WantedEvents wanted) {
        SystemState state = new SystemState();
        List<TreeSet<String>> names =
                List.of(new TreeSet<>(), new TreeSet<>(), new TreeSet<>()); // by fate
        for (SystemCall call : SystemCallTable.byNumber(Native.ARCHITECTURE)) {
            if (call != null) {
                names.get(fate(call, wanted, state).ordinal()).add(call.name());
            }
        }
        return new KernelSplit(
                new ArrayList<>(names.get(0)),
                new ArrayList<>(names.get(1)),
                new ArrayList<>(names.get(2)));
    }

    /** The numbers of the calls that make events; the last stands for all of no known number. */
    public static BitSet wantedCalls(@Nullable WantedEvents wanted) {
        SystemState state = new SystemState();
        @Nullable SystemCall[] calls = SystemCallTable.byNumber(Native.ARCHITECTURE);
        BitSet numbers = new BitSet(calls.length);
        for (int number = 0; number < calls.length; number++) {
            numbers.set(number, fate(calls[number], wanted, state) != Fate.DROPPED);
        }
        return numbers;
    }

    /** The numbers of the calls whose events can be wanted themselves. */
    public static BitSet matchingCalls(@Nullable WantedEvents wanted) {
        @Nullable SystemCall[] calls = SystemCallTable.byNumber(Native.ARCHITECTURE);
        BitSet numbers = new BitSet(calls.length);
        for (int number = 0; number < calls.length; number++) {
            numbers.set(number, wanted == null || wanted.has(calls[number]));
        }
        return numbers;
    }

    /**
     * The numbers of the calls whose beginning is told.
     *
     * @param asked whether it is where the wanted events do not speak of it
     * @param entries names of calls of which it is in any case
     */
    public static BitSet wantedEnters(
            @Nullable WantedEvents wanted, boolean asked, Set<String> entries) {
        @Nullable SystemCall[] calls = SystemCallTable.byNumber(Native.ARCHITECTURE);
        BitSet numbers = new BitSet(calls.length);
        boolean all = asked || wanted != null && wanted.named().contains(ExtraEvents.ENTER);
        for (int number = 0; number < calls.length; number++) {
            SystemCall call = calls[number];
            boolean told = all || call != null && entries.contains(call.name());
            numbers.set(number, told && (wanted == null || wanted.hasEnter(call)));
        }
        return numbers;
    }

    private static Fate fate(
            @Nullable SystemCall call, @Nullable WantedEvents wanted, SystemState state) {
        int code = call == null ? GENERIC : call.event().code();
        if (wanted == null || wanted.has(call)) {
            return Fate.MATCHING;
        }
        return state.ignores(code) ? Fate.DROPPED : Fate.FOR_STATE;
    }
}

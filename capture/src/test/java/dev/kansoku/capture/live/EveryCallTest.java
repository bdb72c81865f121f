// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.capture.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kansoku.capture.LiveSource;
import dev.kansoku.capture.Recipe;
import dev.kansoku.capture.SystemCall;
import dev.kansoku.capture.SystemCallTable;
import dev.kansoku.event.Event;
import dev.kansoku.event.Symbols;
import dev.kansoku.ffi.Native;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Each system call of the table on the running kernel, one test for each: it is told as the event
 * that the table names, with the arguments that labevery.c gives. What calls do with good arguments
 * is in labcalls.tsv.
 */
class EveryCallTest {
    private static final long[] ARGUMENTS = {
        0x7a000001L, 0x7a000012L, 0x7a000023L, 0x7a000034L, 0x7a000045L, 0x7a000056L
    };

    /** Calls that do not come back with a result, or whose child is not theirs to name. */
    private static final Set<String> WITHOUT_RETURN =
            Set.of("exit", "exit_group", "rt_sigreturn", "pause", "vfork", "fork", "clone");

    /**
     * An event of a call: its type's code, what the call is called, its parameters as numbers and
     * how many bytes each has.
     */
    private record Told(int code, String name, long[] numbers, int[] widths) {}

    @TestFactory
    Stream<DynamicTest> isToldAsTheTableSays() throws Exception {
        List<SystemCall> calls = new ArrayList<>();
        for (SystemCall call : SystemCallTable.byNumber(Native.ARCHITECTURE)) {
            if (call != null && !WITHOUT_RETURN.contains(call.name())) {
                calls.add(call);
            }
        }
        Map<Integer, Told> told = run(calls);
        return calls.stream()
                .map(call -> DynamicTest.dynamicTest(call.name(), () -> check(call, told)));
    }

    private static void check(SystemCall call, Map<Integer, Told> told) {
        Told event = told.get(call.number(Native.ARCHITECTURE));
        assertThat(event).as("an event").isNotNull();
        assertThat(event.code()).isEqualTo(call.event().code());
        if (call.event().isGeneric()) {
            assertThat(event.name()).isEqualTo(call.name());
        }
        for (int i = 0; i < call.recipes().size(); i++) {
            Long expected = expected(call.recipes().get(i));
            if (expected != null) {
                assertThat(event.numbers()[i])
                        .as(call.event().parameters().get(i).name())
                        .isEqualTo(cut(expected, event.widths()[i]));
            }
        }
    }

    /** The value of a parameter that is an argument as it is, or null for others. */
    private static @Nullable Long expected(Recipe recipe) {
        boolean argument = Set.of("arg", "int", "uint").contains(recipe.kind());
        return argument && recipe.conversion() == null ? ARGUMENTS[recipe.number(0)] : null;
    }

    /** What is left of a number in a parameter of so many bytes. */
    private static long cut(long number, int width) {
        return width < Long.BYTES ? number & (1L << width * 8) - 1 : number;
    }

    /** The event behind the naming of each child, by the call's number. */
    private static Map<Integer, Told> run(List<SystemCall> calls) throws Exception {
        List<String> command = new ArrayList<>(List.of(LabProgram.path("labevery").toString()));
        for (SystemCall call : calls) {
            command.add(Integer.toString(call.number(Native.ARCHITECTURE)));
        }
        Map<Integer, Told> told = new HashMap<>();
        Map<Long, Integer> named = new HashMap<>();
        Event event = new Event();
        Recording tables = new Recording();
        try (LiveSource source =
                EbpfLiveTest.openEbpf(LiveContract.ofCommand(command.toArray(String[]::new)))) {
            while (source.next(event, tables)) {
                if (event.isStateOnly()) {
                    continue;
                }
                Integer number = named.remove(event.tid());
                String type = new String(Symbols.typeName(event), StandardCharsets.US_ASCII);
                if (number != null) {
                    told.put(number, told(event, type));
                } else if (type.equals("prctl")) {
                    named(event, named);
                }
            }
            assertThat(source.losses().droppedFull()).isZero();
        }
        return told;
    }

    private static Told told(Event event, String type) {
        long[] numbers = new long[event.parameterCount()];
        int[] widths = new int[numbers.length];
        for (int i = 0; i < numbers.length; i++) {
            widths[i] = event.length(i);
            if (widths[i] > 0 && widths[i] <= Long.BYTES) {
                numbers[i] = event.unsigned(i);
            }
        }
        return new Told(event.code(), type, numbers, widths);
    }

    private static void named(Event event, Map<Long, Integer> named) {
        for (int i = 0; i < event.parameterCount(); i++) {
            String text =
                    new String(
                            Arrays.copyOfRange(
                                    event.bytes(),
                                    event.offset(i),
                                    event.offset(i) + event.textLength(i)),
                            StandardCharsets.UTF_8);
            if (text.startsWith("call ")) {
                named.put(event.tid(), Integer.parseInt(text.substring(5)));
            }
        }
    }
}

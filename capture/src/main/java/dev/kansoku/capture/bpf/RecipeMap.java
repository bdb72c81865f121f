// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.capture.bpf;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import dev.kansoku.capture.BroughtFds;
import dev.kansoku.capture.CompatForms;
import dev.kansoku.capture.EnterEvent;
import dev.kansoku.capture.Recipe;
import dev.kansoku.capture.SystemCall;
import dev.kansoku.capture.SystemCallTable;
import dev.kansoku.capture.UrgentCalls;
import dev.kansoku.capture.Worth;
import dev.kansoku.engine.state.SystemState;
import dev.kansoku.event.EventTable;
import dev.kansoku.event.EventType;
import dev.kansoku.event.ParameterType;
import dev.kansoku.ffi.Architecture;
import dev.kansoku.ffi.Bpf;
import dev.kansoku.ffi.Native;
import dev.kansoku.ffi.SystemCallException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Fills the kernel program's maps of recipes: {@code struct recipe} of {@code recipe.h} for each
 * call number.
 *
 * <pre>
 *   0       2       3       4       5         6    7   8
 *  +-------+-------+-------+-------+---------+----+---+-------------
 *  | event | count | flags | worth | address | fd |   | 32 parts
 *  +-------+-------+-------+-------+---------+----+---+-------------
 * </pre>
 */
final class RecipeMap {
    static final int PARTS = 32;
    static final int SIZE = 8 + PARTS * Part.SIZE;
    private static final int WORTH = 4;
    private static final int ADDRESS = 5;
    private static final int FD_AT = 6;
    private static final int EXEC = 1;
    private static final int FD = 2;
    private static final int MESSAGE = 4;
    private static final int MESSAGES = 8;
    private static final int URGENT = 16;
    private static final int EACH = 32;

    private static final List<Recipe> UNKNOWN =
            List.of(new Recipe("value", List.of("0"), null), new Recipe("number", List.of(), null));

    private final MemorySegment ends;
    private final MemorySegment enters;

    /** Makes the rows, for which no program is needed. */
    RecipeMap() {
        ends =
                rows(
                        (row, call) -> {
                            if (call == null) {
                                encode(row, EventTable.type(1), UNKNOWN, 0);
                            } else {
                                encode(row, call.event(), call.recipes(), flags(call));
                            }
                        });
        enters =
                rows(
                        (row, call) -> {
                            if (call == null) {
                                encode(row, EventTable.type(0), UNKNOWN, 0);
                            } else {
                                EnterEvent enter = EnterEvent.of(call);
                                encode(row, enter.type(), enter.recipes(), 0);
                            }
                        });
    }

    /** What calls tell when they end. */
    void fill(int map) throws SystemCallException {
        fill(map, ends);
    }

    /** As which calls those of 32-bit programs are told: {@code struct compat_numbers}. */
    static void fillCompat(int map) throws SystemCallException {
        if (Native.ARCHITECTURE != Architecture.X86_64) {
            return; // all are told by their numbers
        }
        short[] numbers = CompatForms.numbers();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment value = arena.allocate((long) numbers.length * Short.BYTES, 8);
            MemorySegment.copy(numbers, 0, value, JAVA_SHORT, 0, numbers.length);
            Bpf.update(map, arena.allocate(Integer.BYTES, 4), value);
        }
    }

    /** What calls tell when they begin. */
    void fillEnters(int map) throws SystemCallException {
        fill(map, enters);
    }

    private static void fill(int map, MemorySegment rows) throws SystemCallException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment key = arena.allocate(4, 4);
            for (int number = 0; number < rows.byteSize() / SIZE; number++) {
                key.set(JAVA_INT, 0, number);
                Bpf.update(map, key, rows.asSlice((long) number * SIZE, SIZE));
            }
        }
    }

    /** A row for each number of a call. */
    private static MemorySegment rows(BiConsumer<MemorySegment, @Nullable SystemCall> encoder) {
        @Nullable SystemCall[] calls = SystemCallTable.byNumber(Native.ARCHITECTURE);
        SystemState state = new SystemState();
        MemorySegment rows = Arena.ofAuto().allocate((long) calls.length * SIZE, 8);
        for (int number = 0; number < calls.length; number++) {
            MemorySegment row = rows.asSlice((long) number * SIZE, SIZE);
            encoder.accept(row, calls[number]);
            row.set(JAVA_BYTE, WORTH, (byte) Worth.of(calls[number], state).ordinal());
        }
        return rows;
    }

    private static int flags(SystemCall call) {
        String name = call.name();
        return (name.startsWith("execve") ? EXEC : brought(name))
                | (UrgentCalls.has(name) ? URGENT : 0)
                | (call.tellsEachMessage() ? EACH : 0);
    }

    private static int brought(String call) {
        return switch (BroughtFds.of(call)) {
            case NONE -> 0;
            case RESULT -> FD;
            case MESSAGE -> MESSAGE;
            case MESSAGES -> MESSAGES;
        };
    }

    private static void encode(MemorySegment to, EventType type, List<Recipe> recipes, int flags) {
        to.set(JAVA_SHORT, 0, (short) type.code());
        to.set(JAVA_BYTE, 2, (byte) recipes.size());
        to.set(JAVA_BYTE, 3, (byte) flags);
        to.set(JAVA_BYTE, ADDRESS, (byte) Part.NO_ADDRESS);
        for (int i = 0; i < recipes.size(); i++) {
            Part part = Part.of(recipes.get(i), type.parameter(i));
            long at = 8 + (long) i * Part.SIZE;
            to.set(JAVA_BYTE, at, (byte) part.kind().ordinal());
            to.set(JAVA_BYTE, at + 1, (byte) part.argument());
            to.set(JAVA_BYTE, at + 2, (byte) part.width());
            to.set(JAVA_BYTE, at + 3, (byte) part.mode());
            to.set(JAVA_INT, at + 4, part.extra());
            if (part.kind() == PartKind.TUPLE) {
                to.set(JAVA_BYTE, ADDRESS, (byte) part.extra());
            }
            if (type.parameter(i).type() == ParameterType.FD
                    && part.kind() == PartKind.NUMBER
                    && to.get(JAVA_BYTE, FD_AT) == 0) {
                to.set(JAVA_BYTE, FD_AT, (byte) (1 + part.argument()));
            }
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.capture.bpf;

import dev.kansoku.capture.CompatCalls;
import dev.kansoku.capture.Conversion;
import dev.kansoku.capture.EnterEvent;
import dev.kansoku.capture.Recipe;
import dev.kansoku.capture.SystemCall;
import dev.kansoku.capture.SystemCallTable;
import dev.kansoku.event.Event;
import dev.kansoku.event.EventTable;
import dev.kansoku.event.EventType;
import dev.kansoku.event.ParameterType;
import dev.kansoku.ffi.Native;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Applies the conversions of {@code conversions.tsv} to events, in place. Not thread-safe;
 * allocates nothing per event.
 */
final class Converter {
    private static final VarHandle SHORT =
            MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INT =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    /** An fd list's entry: fd of 8 bytes and events of 2, behind a count of 2. */
    private static final int ENTRY = 10;

    private record Step(int parameter, Conversion conversion, boolean list) {}

    private static final int PAGE_FAULT = 290;

    /** Of a page fault the processor's own error is converted. */
    private static final List<Recipe> PAGE_FAULT_PARTS =
            List.of(
                    new Recipe("none", List.of(), null),
                    new Recipe("none", List.of(), null),
                    new Recipe("none", List.of(), "pf_flags"));

    private static final Step[] NONE = {};

    private final CompatCalls compat = new CompatCalls();
    private final Step[][] byCode = new Step[EventTable.size()][];

    Converter() {
        Arrays.fill(byCode, NONE);
        Map<String, Conversion> conversions = Conversion.all(Native.ARCHITECTURE);
        for (SystemCall call : SystemCallTable.rows()) {
            add(call.event(), call.recipes(), conversions);
            EnterEvent enter = EnterEvent.of(call);
            add(enter.type(), enter.recipes(), conversions);
        }
        add(EventTable.type(PAGE_FAULT), PAGE_FAULT_PARTS, conversions);
    }

    private void add(EventType type, List<Recipe> recipes, Map<String, Conversion> conversions) {
        List<Step> steps = new ArrayList<>();
        for (int i = 0; i < recipes.size(); i++) {
            String name = recipes.get(i).conversion();
            if (name != null) {
                steps.add(
                        new Step(
                                i,
                                Objects.requireNonNull(conversions.get(name)),
                                type.parameter(i).type() == ParameterType.FDLIST));
            }
        }
        if (!steps.isEmpty()) {
            byCode[type.code()] = steps.toArray(new Step[0]);
        }
    }

    void apply(Event event) {
        compat.name(event);
        for (Step step : byCode[event.code()]) {
            byte[] bytes = event.bytes();
            int at = event.offset(step.parameter);
            int length = event.length(step.parameter);
            if (step.list) {
                for (int entry = at + 2; entry + ENTRY <= at + length; entry += ENTRY) {
                    int value = (short) SHORT.get(bytes, entry + 8) & 0xffff;
                    SHORT.set(bytes, entry + 8, (short) step.conversion.apply(value));
                }
                continue;
            }
            switch (length) {
                case 1 -> bytes[at] = (byte) step.conversion.apply(bytes[at] & 0xff);
                case 2 ->
                        SHORT.set(
                                bytes,
                                at,
                                (short)
                                        step.conversion.apply(
                                                (short) SHORT.get(bytes, at) & 0xffff));
                case 4 -> INT.set(bytes, at, step.conversion.apply((int) INT.get(bytes, at)));
                default -> {
                    // an absent parameter stays absent
                }
            }
        }
    }
}

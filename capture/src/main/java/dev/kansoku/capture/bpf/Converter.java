package dev.kansoku.capture.bpf;

import dev.kansoku.capture.Conversion;
import dev.kansoku.capture.SystemCall;
import dev.kansoku.capture.SystemCallTable;
import dev.kansoku.event.Event;
import dev.kansoku.event.EventTable;
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

    private static final Step[] NONE = {};

    private final Step[][] byCode = new Step[EventTable.size()][];

    Converter() {
        Arrays.fill(byCode, NONE);
        Map<String, Conversion> conversions = Conversion.all(Native.ARCHITECTURE);
        for (SystemCall call : SystemCallTable.rows()) {
            List<Step> steps = new ArrayList<>();
            for (int i = 0; i < call.recipes().size(); i++) {
                String name = call.recipes().get(i).conversion();
                if (name != null) {
                    steps.add(
                            new Step(
                                    i,
                                    Objects.requireNonNull(conversions.get(name)),
                                    call.event().parameter(i).type() == ParameterType.FDLIST));
                }
            }
            if (!steps.isEmpty()) {
                byCode[call.event().code()] = steps.toArray(new Step[0]);
            }
        }
    }

    void apply(Event event) {
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

// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.capture.bpf;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.kansoku.capture.BroughtFds;
import dev.kansoku.capture.Demand;
import dev.kansoku.capture.ExtraEvents;
import dev.kansoku.capture.KernelSplit;
import dev.kansoku.capture.WantedEvents;
import dev.kansoku.ffi.Mapping;
import dev.kansoku.ffi.SystemCallException;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.BitSet;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Which events beside the exits of calls are told: {@code struct extras} of {@code extras.h},
 * mapped, and the programs that tell them. A program is attached when it is first asked for and
 * stays; what is told from then on is data.
 *
 * <pre>
 *   0               64      68             128
 *  +---------------+-------+---------------+
 *  | enters, 1 bit | kinds |               |
 *  +---------------+-------+---------------+
 * </pre>
 */
final class Extras implements Held.Part {
    private static final int ENTERS = 0;
    private static final int KINDS = 64;
    private static final int SIZE = 128;
    private static final int ENOENT = 2;

    /**
     * @param tracepoint to attach to by name, which the kernel may lack, or null where the program
     *     itself says to which
     */
    private record Program(String name, @Nullable String tracepoint) {}

    private static final Map<ExtraEvents, List<Program>> PROGRAMS =
            Map.of(
                    ExtraEvents.SWITCH,
                    List.of(new Program("switch_event", null)),
                    ExtraEvents.SIGNAL,
                    List.of(new Program("signal_event", null)),
                    ExtraEvents.FAULTS,
                    List.of(
                            new Program("fault_of_process", "page_fault_user"),
                            new Program("fault_of_kernel", "page_fault_kernel")),
                    ExtraEvents.ENTER,
                    List.of(new Program("enter_event", null)),
                    ExtraEvents.IO_URING,
                    List.of(new Program("uring_event", "io_uring_complete")));

    private final Skeleton skeleton;
    private final Mapping mapping;
    private final MemorySegment memory;
    private final Set<ExtraEvents> always;
    private final Set<String> entries;
    private final Consumer<String> notes;
    private final Set<ExtraEvents> attached = EnumSet.noneOf(ExtraEvents.class);

    /**
     * Nothing is told yet.
     *
     * @param skeleton the programs, which stay the caller's
     * @param recipes what calls tell when they begin
     * @param demand what is told whatever the wanted events speak of
     * @param notes takes lines for the user
     */
    Extras(Skeleton skeleton, RecipeMap recipes, Demand demand, Consumer<String> notes)
            throws SystemCallException {
        recipes.fillEnters(skeleton.map("enter_recipes"));
        this.skeleton = skeleton;
        this.mapping = Mapping.of(skeleton.map("extras"), 0, SIZE, true);
        this.memory = mapping.memory();
        this.always = demand.with();
        this.entries = demand.entries();
        this.notes = notes;
    }

    /** All programs that are attached here, and only where they are asked for. */
    static List<String> programs() {
        return PROGRAMS.values().stream().flatMap(List::stream).map(Program::name).toList();
    }

    /** Tells of what is wanted from now on. */
    void want(@Nullable WantedEvents events) throws SystemCallException {
        Set<ExtraEvents> told = EnumSet.noneOf(ExtraEvents.class);
        told.addAll(always);
        if (events != null) {
            told.addAll(events.named());
        }
        if (events == null || events.eventTypes().get(BroughtFds.EVENT)) {
            told.add(ExtraEvents.IO_URING);
        }
        BitSet enters =
                KernelSplit.wantedEnters(events, always.contains(ExtraEvents.ENTER), entries);
        if (!enters.isEmpty()) {
            told.add(ExtraEvents.ENTER);
        }
        write(told, enters);
        for (ExtraEvents extra : told) {
            attachOnce(extra);
        }
        attachOnce(ExtraEvents.IO_URING); // told or not, names of fds depend on it
    }

    private void attachOnce(ExtraEvents extra) throws SystemCallException {
        if (attached.add(extra)) {
            attach(extra);
        }
    }

    private void attach(ExtraEvents extra) throws SystemCallException {
        for (Program program : PROGRAMS.getOrDefault(extra, List.of())) {
            if (program.tracepoint == null) {
                skeleton.attach(program.name);
                continue;
            }
            try {
                skeleton.attachRaw(program.name, program.tracepoint);
            } catch (SystemCallException e) {
                if (e.errno() != ENOENT) {
                    throw e;
                }
                if (extra.isTold()) {
                    continue; // a kernel without has none to tell of
                }
                notes.accept(
                        "this kernel cannot tell of "
                                + extra.word()
                                + ": it has no tracepoint "
                                + program.tracepoint);
            }
        }
    }

    private void write(Set<ExtraEvents> told, BitSet enters) {
        long[] bits = Arrays.copyOf(enters.toLongArray(), (KINDS - ENTERS) / Long.BYTES);
        for (int i = 0; i < bits.length; i++) {
            memory.set(JAVA_LONG, ENTERS + (long) i * Long.BYTES, bits[i]);
        }
        int kinds = 0;
        for (ExtraEvents extra : told) {
            kinds |= 1 << extra.ordinal();
        }
        memory.set(JAVA_INT, KINDS, kinds);
    }

    @Override
    public void close() {
        mapping.close();
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.capture.bpf;

import dev.kansoku.capture.CaptureException;
import dev.kansoku.ffi.Bpf;
import dev.kansoku.ffi.SystemCallException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The iterator programs of {@code tables.bpf.c} and {@code texts.bpf.c}: they walk over the
 * kernel's own lists of threads and open files, and tell of those in scope.
 */
final class StartPass implements Held.Part {
    private static final int TREE = 0;
    private static final int ABOVE = 1;
    private static final int MOST_ABOVE = 65_536;

    /** More than the kernel hands out at once, so that a record is never torn. */
    private static final int BUFFER = 1 << 16;

    private static final int EAGAIN = 11;
    private static final int MAP_TYPE_HASH = 1;

    /** A tree is no deeper than this many censuses find. */
    private static final int MOST_CENSUSES = 64;

    private final Skeleton tables;
    private final Control control;
    private final int above;
    private final @Nullable Skeleton texts;
    private final @Nullable Control textControl;

    /** Why arguments and environments have to come from /proc, or null. */
    private final @Nullable String refusal;

    private StartPass(
            Skeleton tables,
            Control control,
            int above,
            @Nullable Skeleton texts,
            @Nullable Control textControl,
            @Nullable String refusal) {
        this.tables = tables;
        this.control = control;
        this.above = above;
        this.texts = texts;
        this.textControl = textControl;
        this.refusal = refusal;
    }

    /**
     * Loads the programs.
     *
     * @throws CaptureException where the kernel refuses them
     */
    static StartPass load() throws CaptureException, SystemCallException {
        int above = Bpf.createMap(MAP_TYPE_HASH, 4, 4, MOST_ABOVE, "kansoku_above");
        Skeleton tables = null;
        Skeleton texts = null;
        Control control = null;
        try {
            tables = loadWith("tables", above);
            control = new Control(tables.map("bss"));
            Control textControl = null;
            String refusal = null;
            try {
                texts = loadWith("texts", above);
                textControl = new Control(texts.map("bss"));
            } catch (CaptureException | SystemCallException e) {
                refusal = e.getMessage();
            }
            return new StartPass(tables, control, above, texts, textControl, refusal);
        } catch (CaptureException | SystemCallException | RuntimeException e) {
            Bpf.close(above);
            if (control != null) {
                control.close();
            }
            if (tables != null) {
                tables.close();
            }
            if (texts != null) {
                texts.close();
            }
            throw e;
        }
    }

    private static Skeleton loadWith(String name, int above)
            throws CaptureException, SystemCallException {
        Skeleton skeleton = Skeleton.load(name, Map.of());
        try {
            Bpf.update(skeleton.map("members"), ABOVE, above);
            return skeleton;
        } catch (SystemCallException e) {
            skeleton.close();
            throw e;
        }
    }

    /**
     * Decides from now on as the programs of events will, once they record.
     *
     * @param tree the map of processes that they decide by
     * @param sets what else they decide by
     */
    void scope(Set<Control.Mode> mode, int tree, ScopeSets sets) throws SystemCallException {
        share(tables, control, mode, tree, sets);
        if (texts != null && textControl != null) {
            share(texts, textControl, mode, tree, sets);
        }
    }

    private static void share(
            Skeleton programs, Control control, Set<Control.Mode> mode, int tree, ScopeSets sets)
            throws SystemCallException {
        Bpf.update(programs.map("members"), TREE, tree);
        Bpf.update(programs.map("named_sets"), 0, sets.map());
        sets.copyChoice(programs.map("choices"));
        control.mode(mode);
    }

    /** Why arguments and environments are not told by {@link #texts}, or null where they are. */
    @Nullable String refusal() {
        return refusal;
    }

    /**
     * The threads in scope in short, by tid; finds the children of a tree and whoever stands above
     * it. What is known already stays.
     */
    void census(Map<Integer, Census> known) throws SystemCallException {
        boolean[] grown = {true};
        for (int i = 0; grown[0] && i < MOST_CENSUSES; i++) {
            grown[0] = false;
            read(
                    tables.program("census"),
                    record -> {
                        grown[0] |= record.has(StartRecord.NEW);
                        known.putIfAbsent(record.tid(), Census.of(record));
                    });
        }
    }

    /** Every thread in scope, and the processes above. */
    void tasks(Consumer<StartRecord> action) throws SystemCallException {
        read(tables.program("tell_task"), action);
    }

    /** Every open file in scope. */
    void files(Consumer<StartRecord> action) throws SystemCallException {
        read(tables.program("tell_fd"), action);
    }

    /** Arguments and environments by pid; empty where they are refused. */
    Map<Integer, TaskTexts> texts() throws SystemCallException {
        Map<Integer, TaskTexts> found = new HashMap<>();
        if (texts != null) {
            read(
                    texts.program("tell_texts"),
                    record -> found.putIfAbsent(record.pid(), TaskTexts.of(record)));
        }
        return found;
    }

    private static void read(int program, Consumer<StartRecord> action) throws SystemCallException {
        byte[] bytes = new byte[BUFFER];
        StartRecord record = new StartRecord(bytes);
        int iterator = Bpf.openIterator(program);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment buffer = arena.allocate(BUFFER, 8);
            while (true) {
                int length = readOnce(iterator, buffer);
                if (length == 0) {
                    return;
                }
                MemorySegment.copy(buffer, ValueLayout.JAVA_BYTE, 0, bytes, 0, length);
                int at = 0;
                while (record.move(at, length)) {
                    action.accept(record);
                    at += record.size();
                }
                if (at != length) {
                    throw new IllegalStateException("the kernel program wrote a torn record");
                }
            }
        } finally {
            Bpf.close(iterator);
        }
    }

    /** The kernel breaks off where it met a million tasks of which nothing is told. */
    private static int readOnce(int iterator, MemorySegment buffer) throws SystemCallException {
        while (true) {
            try {
                return (int) Bpf.read(iterator, buffer);
            } catch (SystemCallException e) {
                if (e.errno() != EAGAIN) {
                    throw e;
                }
            }
        }
    }

    @Override
    public void close() {
        if (textControl != null) {
            textControl.close();
        }
        if (texts != null) {
            texts.close();
        }
        control.close();
        tables.close();
        Bpf.close(above);
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.capture.bpf;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.kansoku.capture.CaptureException;
import dev.kansoku.ffi.Bpf;
import dev.kansoku.ffi.Native;
import dev.kansoku.ffi.SystemCallException;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The maps and programs of one {@code .bpf.c}, loaded into the kernel. Closing it closes them and
 * whatever was attached.
 *
 * <p>The context that the skeleton's loader program works on:
 *
 * <pre>
 *   0      4       8           12         16          24
 *  +------+-------+-----------+----------+-----------+--------------------------------+-------------
 *  | size | flags | log level | log size | log buffer| maps: fd, max entries, initial | programs: fd
 *  +------+-------+-----------+----------+-----------+--------------------------------+-------------
 * </pre>
 */
final class Skeleton implements Held.Part {
    private static final int EPERM = 1; // a matter of rights, of which the verifier says nothing
    private static final int HEADER = 24;
    private static final int MAP_SIZE = 16;
    private static final int LOG_SIZE = 1 << 23;

    private final List<String> maps;
    private final List<String> programs;
    private final int[] mapFds;
    private final int[] programFds;
    private final List<Integer> links = new ArrayList<>();
    private final List<String> attached = new ArrayList<>();

    private Skeleton(List<String> maps, List<String> programs, int[] mapFds, int[] programFds) {
        this.maps = maps;
        this.programs = programs;
        this.mapFds = mapFds;
        this.programFds = programFds;
    }

    /**
     * Loads a skeleton.
     *
     * @param name of the source without {@code .bpf.c}
     * @param entries sizes of maps that differ from the source's
     */
    static Skeleton load(String name, Map<String, Integer> entries)
            throws CaptureException, SystemCallException {
        String base = name + "." + Native.ARCHITECTURE.name().toLowerCase(Locale.ROOT);
        List<String> maps = new ArrayList<>();
        List<String> programs = new ArrayList<>();
        String layout = new String(resource(base + ".layout"), StandardCharsets.US_ASCII);
        layout.lines()
                .forEach(
                        line -> {
                            String[] words = line.split(" ", -1);
                            (words[0].equals("map") ? maps : programs).add(words[1]);
                        });
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment context =
                    arena.allocate(
                            HEADER + (long) maps.size() * MAP_SIZE + programs.size() * 4L, 8);
            context.set(JAVA_INT, 0, (int) context.byteSize());
            for (int i = 0; i < maps.size(); i++) {
                Integer size = entries.get(maps.get(i));
                if (size != null) {
                    context.set(JAVA_INT, HEADER + (long) i * MAP_SIZE + 4, size);
                }
            }
            runLoader(base, context, arena);
            int[] mapFds = new int[maps.size()];
            for (int i = 0; i < mapFds.length; i++) {
                mapFds[i] = context.get(JAVA_INT, HEADER + (long) i * MAP_SIZE);
            }
            int[] programFds = new int[programs.size()];
            for (int i = 0; i < programFds.length; i++) {
                programFds[i] =
                        context.get(JAVA_INT, HEADER + (long) maps.size() * MAP_SIZE + i * 4L);
            }
            return new Skeleton(maps, programs, mapFds, programFds);
        }
    }

    private static void runLoader(String base, MemorySegment context, Arena arena)
            throws CaptureException, SystemCallException {
        int result = runOnce(base, context, arena);
        if (result < 0) {
            throw new CaptureException(
                    "the kernel refused the programs of "
                            + base
                            + " ("
                            + Native.errorName(-result)
                            + "): "
                            + (result == -EPERM ? "not permitted" : reason(base, context, arena)));
        }
    }

    /** Runs the loader on data of its own: where it fails it leaves numbers of closed fds there. */
    private static int runOnce(String base, MemorySegment context, Arena arena)
            throws CaptureException, SystemCallException {
        byte[] data = resource(base + ".data");
        int map = Bpf.createMap(Bpf.MAP_TYPE_ARRAY, 4, data.length, 1, "kansoku_load");
        try {
            Bpf.update(map, arena.allocate(4, 4), Bpf.copy(arena, data));
            int loader = Bpf.loadSyscallProgram(resource(base + ".insns"), map);
            try {
                return Bpf.run(loader, context);
            } finally {
                Bpf.close(loader);
            }
        } finally {
            Bpf.close(map);
        }
    }

    /** Loads once more with the verifier's log, for its last line. */
    private static String reason(String base, MemorySegment context, Arena arena)
            throws CaptureException, SystemCallException {
        MemorySegment log = arena.allocate(LOG_SIZE);
        context.set(JAVA_INT, 8, 1);
        context.set(JAVA_INT, 12, LOG_SIZE);
        context.set(JAVA_LONG, 16, log.address());
        runOnce(base, context, arena);
        log.set(java.lang.foreign.ValueLayout.JAVA_BYTE, LOG_SIZE - 1, (byte) 0);
        String text = log.getString(0, StandardCharsets.ISO_8859_1).strip();
        String last = "no reason given";
        for (String line : text.split("\n", -1)) {
            if (!line.isBlank() && !line.startsWith("processed") && !line.startsWith("verif")) {
                last = line.strip();
            }
        }
        return last;
    }

    private static byte[] resource(String name) throws CaptureException {
        try (InputStream in = Skeleton.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new CaptureException("this build has no eBPF programs for " + name);
            }
            return in.readAllBytes();
        } catch (CaptureException e) {
            throw e;
        } catch (IOException e) {
            throw new CaptureException("cannot read " + name, e);
        }
    }

    /** The fd of a map. */
    int map(String name) {
        return mapFds[index(maps, name)];
    }

    /** The names of the programs, in the order of the source. */
    List<String> programs() {
        return List.copyOf(programs);
    }

    /** The fd of a program. */
    int program(String name) {
        return programFds[index(programs, name)];
    }

    /** Attaches programs to their tracepoints, in the order of the source; not those left out. */
    void attach(Set<String> leftOut) throws SystemCallException {
        for (int i = 0; i < programFds.length; i++) {
            if (!leftOut.contains(programs.get(i))) {
                links.add(Bpf.attachTracepoint(programFds[i]));
                attached.add(programs.get(i));
            }
        }
    }

    /** Attaches a program that is made for no tracepoint in particular. */
    void attachRaw(String program, String tracepoint) throws SystemCallException {
        links.add(Bpf.attachRawTracepoint(program(program), tracepoint));
        attached.add(program);
    }

    /** Attaches one program. */
    void attach(String program) throws SystemCallException {
        links.add(Bpf.attachTracepoint(program(program)));
        attached.add(program);
    }

    /** The names of the programs that were attached. */
    List<String> attached() {
        return List.copyOf(attached);
    }

    /** Detaches what was attached; maps stay readable. */
    void detach() {
        for (int link : links) {
            Bpf.close(link);
        }
        links.clear();
    }

    @Override
    public void close() {
        detach();
        for (int program : programFds) {
            Bpf.close(program);
        }
        for (int map : mapFds) {
            Bpf.close(map);
        }
    }

    private static int index(List<String> names, String name) {
        int index = names.indexOf(name);
        if (index < 0) {
            throw new IllegalArgumentException("no " + name + " in the skeleton: " + names);
        }
        return index;
    }
}

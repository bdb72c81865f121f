// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.ffi;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The bpf(2) system call, as far as loading and attaching need it. All fds it returns are closed on
 * exec. Offsets are those of {@code union bpf_attr} in the kernel's {@code linux/bpf.h}.
 */
public final class Bpf {
    public static final int MAP_TYPE_ARRAY = 2;
    public static final int MAP_TYPE_RINGBUF = 27;

    private static final int EPERM = 1;

    private static final int BPF = Native.ARCHITECTURE.select(321, 280);
    private static final int CLOSE = Native.ARCHITECTURE.select(3, 57);
    private static final int READ = Native.ARCHITECTURE.select(0, 63);

    private static final int MAP_CREATE = 0;
    private static final int MAP_LOOKUP_ELEM = 1;
    private static final int MAP_UPDATE_ELEM = 2;
    private static final int MAP_DELETE_ELEM = 3;
    private static final int PROG_LOAD = 5;
    private static final int PROG_RUN = 10;
    private static final int OBJ_GET_INFO_BY_FD = 15;
    private static final int RAW_TRACEPOINT_OPEN = 17;
    private static final int MAP_LOOKUP_AND_DELETE_ELEM = 21;
    private static final int LINK_CREATE = 28;
    private static final int ITER_CREATE = 33;

    private static final int BTF_LOAD = 18;

    private static final int MAP_TYPE_TASK_STORAGE = 29;
    private static final int NO_PREALLOCATION = 1;
    private static final int PROG_TYPE_RAW_TRACEPOINT = 17;
    private static final int PROG_TYPE_SYSCALL = 31;
    private static final int F_SLEEPABLE = 16;
    private static final int TRACE_ITER = 28;

    private static final int ENOENT = 2;

    private static final int ATTR_SIZE = 128;
    private static final int LOG_SIZE = 1 << 12;

    /** {@code call HELPER}; {@code r0 = 0}; {@code exit}. */
    private static final long CALL = 0x85;

    private static final long ZERO = 0xb7;
    private static final long EXIT = 0x95;
    private static final int PROGRAM_INFO_SIZE = 232;

    private Bpf() {}

    /**
     * What the kernel made of a program.
     *
     * @param translated bytes of its instructions as the verifier left them
     * @param compiled bytes of machine code, 0 where it is interpreted
     * @param verified how many instructions the verifier went through
     */
    public record ProgramInfo(int translated, int compiled, int verified) {}

    /** Makes a map. */
    public static int createMap(int type, int keySize, int valueSize, long entries, String name)
            throws SystemCallException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment attr = arena.allocate(ATTR_SIZE, 8);
            attr.set(JAVA_INT, 0, type);
            attr.set(JAVA_INT, 4, keySize);
            attr.set(JAVA_INT, 8, valueSize);
            attr.set(JAVA_INT, 12, (int) entries);
            byte[] bytes = name.getBytes(StandardCharsets.US_ASCII);
            MemorySegment.copy(bytes, 0, attr, JAVA_BYTE, 28, Math.min(bytes.length, 15));
            return call("bpf(BPF_MAP_CREATE)", MAP_CREATE, attr);
        }
    }

    /** Sets an element of a map. */
    public static void update(int map, MemorySegment key, MemorySegment value)
            throws SystemCallException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment attr = arena.allocate(32, 8);
            attr.set(JAVA_INT, 0, map);
            attr.set(JAVA_LONG, 8, key.address());
            attr.set(JAVA_LONG, 16, value.address());
            call("bpf(BPF_MAP_UPDATE_ELEM)", MAP_UPDATE_ELEM, attr);
        }
    }

    /** Sets the element at an index of a map whose values are fds or 32-bit numbers. */
    public static void update(int map, int key, int value) throws SystemCallException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment k = arena.allocate(4, 4);
            MemorySegment v = arena.allocate(4, 4);
            k.set(JAVA_INT, 0, key);
            v.set(JAVA_INT, 0, value);
            update(map, k, v);
        }
    }

    /** Reads an element of a map. Returns whether there is one. */
    public static boolean lookup(int map, MemorySegment key, MemorySegment value)
            throws SystemCallException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment attr = arena.allocate(32, 8);
            attr.set(JAVA_INT, 0, map);
            attr.set(JAVA_LONG, 8, key.address());
            attr.set(JAVA_LONG, 16, value.address());
            return callUnlessMissing("bpf(BPF_MAP_LOOKUP_ELEM)", MAP_LOOKUP_ELEM, attr);
        }
    }

    /** Removes an element of a map, if there is one. */
    public static void delete(int map, MemorySegment key) throws SystemCallException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment attr = arena.allocate(32, 8);
            attr.set(JAVA_INT, 0, map);
            attr.set(JAVA_LONG, 8, key.address());
            callUnlessMissing("bpf(BPF_MAP_DELETE_ELEM)", MAP_DELETE_ELEM, attr);
        }
    }

    /** Takes the oldest element of a queue. Returns whether there was one. */
    public static boolean pop(int map, MemorySegment value) throws SystemCallException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment attr = arena.allocate(32, 8);
            attr.set(JAVA_INT, 0, map);
            attr.set(JAVA_LONG, 16, value.address());
            return callUnlessMissing(
                    "bpf(BPF_MAP_LOOKUP_AND_DELETE_ELEM)", MAP_LOOKUP_AND_DELETE_ELEM, attr);
        }
    }

    /**
     * Makes a map with a value for each thread, which tells the kernel the types of key and value:
     * a 32-bit number each.
     */
    public static int createTaskStorage(String name) throws SystemCallException {
        int types = loadNumberType();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment attr = arena.allocate(ATTR_SIZE, 8);
            attr.set(JAVA_INT, 0, MAP_TYPE_TASK_STORAGE);
            attr.set(JAVA_INT, 4, 4);
            attr.set(JAVA_INT, 8, 4);
            attr.set(JAVA_INT, 16, NO_PREALLOCATION);
            byte[] bytes = name.getBytes(StandardCharsets.US_ASCII);
            MemorySegment.copy(bytes, 0, attr, JAVA_BYTE, 28, Math.min(bytes.length, 15));
            attr.set(JAVA_INT, 48, types);
            attr.set(JAVA_INT, 52, 1);
            attr.set(JAVA_INT, 56, 1);
            return call("bpf(BPF_MAP_CREATE)", MAP_CREATE, attr);
        } finally {
            close(types);
        }
    }

    /** Types that consist of {@code int}: header, the one type, its name. */
    private static int loadNumberType() throws SystemCallException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment btf = arena.allocate(48, 8);
            btf.set(JAVA_INT, 0, 0x1eb9f); // magic, version 1
            btf.set(JAVA_INT, 4, 24); // the header's size
            btf.set(JAVA_INT, 12, 16); // the types' size
            btf.set(JAVA_INT, 16, 16); // where the names begin, behind the types
            btf.set(JAVA_INT, 20, 5); // their size
            btf.set(JAVA_INT, 24, 1); // the name
            btf.set(JAVA_INT, 28, 1 << 24); // a number
            btf.set(JAVA_INT, 32, 4); // of 4 bytes
            btf.set(JAVA_INT, 36, 1 << 24 | 32); // signed, 32 bits
            MemorySegment.copy("int".getBytes(StandardCharsets.US_ASCII), 0, btf, JAVA_BYTE, 41, 3);
            MemorySegment attr = arena.allocate(32, 8);
            attr.set(JAVA_LONG, 0, btf.address());
            attr.set(JAVA_INT, 16, 45);
            return call("bpf(BPF_BTF_LOAD)", BTF_LOAD, attr);
        }
    }

    /** Loads a program for a raw tracepoint that does nothing. */
    public static int loadTrivialProgram() throws SystemCallException {
        try (Arena arena = Arena.ofConfined()) {
            return call(
                    "bpf(BPF_PROG_LOAD)", PROG_LOAD, program(arena, new long[] {ZERO, EXIT}, null));
        }
    }

    /**
     * Whether programs can call a function of the kernel.
     *
     * @param helper its number
     * @throws SystemCallException with EPERM where one may not even ask
     */
    public static boolean hasHelper(int helper) throws SystemCallException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment log = arena.allocate(LOG_SIZE);
            long[] code = {CALL | (long) helper << 32, ZERO, EXIT};
            long result =
                    Native.call(BPF, PROG_LOAD, program(arena, code, log).address(), ATTR_SIZE);
            if (result == -EPERM) {
                throw new SystemCallException("bpf(BPF_PROG_LOAD)", EPERM);
            }
            if (result >= 0) {
                close((int) result);
                return true;
            }
            // refused for its arguments, where there is such a function
            log.set(JAVA_BYTE, LOG_SIZE - 1, (byte) 0);
            String reason = log.getString(0, StandardCharsets.ISO_8859_1);
            return !reason.isEmpty()
                    && !reason.contains("invalid func")
                    && !reason.contains("unknown func");
        }
    }

    private static MemorySegment program(Arena arena, long[] code, @Nullable MemorySegment log) {
        MemorySegment attr = arena.allocate(ATTR_SIZE, 8);
        attr.set(JAVA_INT, 0, PROG_TYPE_RAW_TRACEPOINT);
        attr.set(JAVA_INT, 4, code.length);
        attr.set(JAVA_LONG, 8, arena.allocateFrom(JAVA_LONG, code).address());
        attr.set(JAVA_LONG, 16, arena.allocateFrom("Dual BSD/GPL").address());
        if (log != null) {
            attr.set(JAVA_INT, 24, 1);
            attr.set(JAVA_INT, 28, LOG_SIZE);
            attr.set(JAVA_LONG, 32, log.address());
        }
        return attr;
    }

    /**
     * Loads a program that makes system calls, as light skeletons consist of.
     *
     * @param map the fd of the map with the skeleton's data
     */
    public static int loadSyscallProgram(byte[] instructions, int map) throws SystemCallException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment fds = arena.allocate(4, 4);
            fds.set(JAVA_INT, 0, map);
            MemorySegment attr = arena.allocate(ATTR_SIZE, 8);
            attr.set(JAVA_INT, 0, PROG_TYPE_SYSCALL);
            attr.set(JAVA_INT, 4, instructions.length / 8);
            attr.set(JAVA_LONG, 8, copy(arena, instructions).address());
            attr.set(JAVA_LONG, 16, arena.allocateFrom("Dual BSD/GPL").address());
            attr.set(JAVA_INT, 44, F_SLEEPABLE);
            attr.set(JAVA_LONG, 120, fds.address());
            return call("bpf(BPF_PROG_LOAD)", PROG_LOAD, attr);
        }
    }

    /**
     * Runs a program that makes system calls.
     *
     * @param context read and written by the program
     * @return what the program returned
     */
    public static int run(int program, MemorySegment context) throws SystemCallException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment attr = arena.allocate(80, 8);
            attr.set(JAVA_INT, 0, program);
            attr.set(JAVA_INT, 40, (int) context.byteSize());
            attr.set(JAVA_LONG, 48, context.address());
            call("bpf(BPF_PROG_RUN)", PROG_RUN, attr);
            return attr.get(JAVA_INT, 4);
        }
    }

    /** Sizes of a loaded program. */
    public static ProgramInfo programInfo(int program) throws SystemCallException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment info = arena.allocate(PROGRAM_INFO_SIZE, 8);
            MemorySegment attr = arena.allocate(16, 8);
            attr.set(JAVA_INT, 0, program);
            attr.set(JAVA_INT, 4, PROGRAM_INFO_SIZE);
            attr.set(JAVA_LONG, 8, info.address());
            call("bpf(BPF_OBJ_GET_INFO_BY_FD)", OBJ_GET_INFO_BY_FD, attr);
            return new ProgramInfo(
                    info.get(JAVA_INT, 20), info.get(JAVA_INT, 16), info.get(JAVA_INT, 216));
        }
    }

    /** Attaches a program to the tracepoint it was made for. */
    public static int attachTracepoint(int program) throws SystemCallException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment attr = arena.allocate(16, 8);
            attr.set(JAVA_INT, 8, program);
            return call("bpf(BPF_RAW_TRACEPOINT_OPEN)", RAW_TRACEPOINT_OPEN, attr);
        }
    }

    /** Attaches a program without types to a tracepoint by name. */
    public static int attachRawTracepoint(int program, String name) throws SystemCallException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment attr = arena.allocate(16, 8);
            attr.set(JAVA_LONG, 0, arena.allocateFrom(name).address());
            attr.set(JAVA_INT, 8, program);
            return call("bpf(BPF_RAW_TRACEPOINT_OPEN)", RAW_TRACEPOINT_OPEN, attr);
        }
    }

    /** Makes an fd from which the output of an iterator program is read. */
    public static int openIterator(int program) throws SystemCallException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment attr = arena.allocate(48, 8);
            attr.set(JAVA_INT, 0, program);
            attr.set(JAVA_INT, 8, TRACE_ITER);
            int link = call("bpf(BPF_LINK_CREATE)", LINK_CREATE, attr);
            try {
                MemorySegment create = arena.allocate(8, 8);
                create.set(JAVA_INT, 0, link);
                return call("bpf(BPF_ITER_CREATE)", ITER_CREATE, create);
            } finally {
                close(link);
            }
        }
    }

    /** Reads from an fd into memory; 0 at its end. */
    public static long read(int fd, MemorySegment to) throws SystemCallException {
        return Native.check("read", Native.call(READ, fd, to.address(), to.byteSize()));
    }

    /** Closes an fd. */
    public static void close(int fd) {
        long result = Native.call(CLOSE, fd, 0, 0);
        if (result < 0) {
            throw new IllegalStateException(
                    "close of fd " + fd + " failed: " + Native.errorName((int) -result));
        }
    }

    /** The bytes as memory that the kernel can read. */
    public static MemorySegment copy(Arena arena, byte[] bytes) {
        MemorySegment memory = arena.allocate(Math.max(bytes.length, 8), 8);
        MemorySegment.copy(bytes, 0, memory, JAVA_BYTE, 0, bytes.length);
        return memory;
    }

    /** Makes the call. Returns whether the element that it is about exists. */
    private static boolean callUnlessMissing(String what, int command, MemorySegment attr)
            throws SystemCallException {
        long result = Native.call(BPF, command, attr.address(), attr.byteSize());
        if (result == -ENOENT) {
            return false;
        }
        Native.check(what, result);
        return true;
    }

    private static int call(String what, int command, MemorySegment attr)
            throws SystemCallException {
        return (int) Native.check(what, Native.call(BPF, command, attr.address(), attr.byteSize()));
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.lua;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One Lua interpreter and its stack, by positive indices from the first argument or negative ones
 * from the top.
 *
 * <p>No error of Lua may jump over Java's frames. So everything that can raise one runs inside of
 * {@link #call}; tables are read and written raw, past their metatables; memory is refused only
 * while Lua's own code runs; and where Java has to end a script, it sets a hook that raises an
 * error at each further instruction, so that no {@code pcall} of the script goes on after it.
 * Belongs to one thread.
 */
final class LuaState implements AutoCloseable {
    static final int NIL = 0;
    static final int BOOLEAN = 1;
    static final int NUMBER = 3;
    static final int STRING = 4;
    static final int TABLE = 5;
    static final int FUNCTION = 6;

    private static final int GLOBALS = -10002;
    private static final int FIRST_UPVALUE = -10003;
    private static final int COUNT_MASK = 8;
    private static final int ENGINE_OFF = 0;
    private static final int OUT_OF_MEMORY = 4;

    /** How many callers are asked for a line: functions of the library have none. */
    private static final int LEVELS = 4;

    /** How many instructions lie between two looks at what was used. */
    private static final int STEP = 10_000;

    private final @Nullable LuaLimits limits;
    private final Arena arena = Arena.ofConfined();
    private final MemorySegment main;
    private final MemorySegment hook;
    private final MemorySegment entry;
    private final MemorySegment length = arena.allocate(ValueLayout.JAVA_LONG);
    private final List<LuaFunction> functions = new ArrayList<>();
    private final Map<String, MemorySegment> names = new HashMap<>();
    private MemorySegment scratch = arena.allocate(1024);

    /** The coroutine that runs, or {@link #main}. */
    private MemorySegment running;

    private boolean inLua;
    private long memory;
    private long instructions;
    private @Nullable String ended;

    /** The file that was loaded last, for messages about no line of it. */
    private String script = "";

    /**
     * @param limits what a script may use, or null where it may use everything
     */
    LuaState(@Nullable LuaLimits limits) throws LuaException {
        this.limits = limits;
        MethodHandles.Lookup lookup = MethodHandles.lookup();
        try {
            MethodHandle allocate =
                    lookup.findVirtual(
                            LuaState.class,
                            "allocate",
                            MethodType.methodType(
                                    MemorySegment.class,
                                    MemorySegment.class,
                                    MemorySegment.class,
                                    long.class,
                                    long.class));
            MethodHandle count =
                    lookup.findVirtual(
                            LuaState.class,
                            "count",
                            MethodType.methodType(
                                    void.class, MemorySegment.class, MemorySegment.class));
            MethodHandle enter =
                    lookup.findVirtual(
                            LuaState.class,
                            "enter",
                            MethodType.methodType(int.class, MemorySegment.class));
            hook = LuaLibrary.hook(count.bindTo(this), arena);
            entry = LuaLibrary.function(enter.bindTo(this), arena);
            main =
                    (MemorySegment)
                            LuaLibrary.NEW_STATE.invokeExact(
                                    LuaLibrary.allocator(allocate.bindTo(this), arena),
                                    MemorySegment.NULL);
            running = main;
            if (main.address() == 0) {
                throw new LuaException("there is no memory for a script");
            }
            if (limits != null) {
                int set = (int) LuaLibrary.SET_HOOK.invokeExact(main, hook, COUNT_MASK, STEP);
                if (set == 0) {
                    throw new LuaException("a script's instructions cannot be counted");
                }
            }
        } catch (LuaException e) {
            throw e;
        } catch (LinkageError e) { // of another kind each time it is tried
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new LuaException(String.valueOf(cause.getMessage()));
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    /** Opens all libraries of Lua. */
    void openLibraries() {
        try {
            LuaLibrary.OPEN_LIBRARIES.invokeExact(main);
            // One of them has turned the compiler on, whose code looks at no hooks.
            int off = (int) LuaLibrary.SET_MODE.invokeExact(main, 0, ENGINE_OFF);
            if (off == 0) {
                throw new IllegalStateException("Lua's compiler cannot be turned off");
            }
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    /** Opens the library that one of Lua's own functions fills. */
    void openLibrary(String opener, String name) throws LuaException {
        try {
            LuaLibrary.PUSH_FUNCTION.invokeExact(main, LuaLibrary.address(opener), 0);
        } catch (Throwable t) {
            throw unexpected(t);
        }
        push(name);
        call(1, 0);
    }

    /**
     * Pushes the function that a source text is.
     *
     * @param chunk what messages call it: a file's name behind {@code @}
     */
    void load(byte[] source, String chunk) throws LuaException {
        script = chunk.startsWith("@") ? chunk.substring(1) : script;
        int status;
        try (Arena own = Arena.ofConfined()) {
            MemorySegment text = own.allocate(Math.max(1, source.length));
            MemorySegment.copy(source, 0, text, ValueLayout.JAVA_BYTE, 0, source.length);
            status =
                    (int)
                            LuaLibrary.LOAD.invokeExact(
                                    running,
                                    text,
                                    (long) source.length,
                                    own.allocateFrom(chunk),
                                    name(limits == null ? "bt" : "t"));
        } catch (Throwable t) {
            throw unexpected(t);
        }
        if (status != 0) {
            throw new LuaException(takeMessage());
        }
    }

    /**
     * Calls the function below its arguments, which are taken from the stack.
     *
     * @param results how many are left on it
     * @throws LuaException what the script raised, or why it was ended
     */
    void call(int arguments, int results) throws LuaException {
        boolean before = inLua;
        if (!before) {
            instructions = 0;
        }
        int status;
        try {
            inLua = true;
            status = (int) LuaLibrary.CALL.invokeExact(running, arguments, results, 0);
        } catch (Throwable t) {
            throw unexpected(t);
        } finally {
            inLua = before;
        }
        String end = ended;
        if (end != null) {
            throw new LuaException(end);
        }
        if (status == OUT_OF_MEMORY && limits != null) {
            top(-2);
            throw new LuaException(
                    "the script holds "
                            + (limits.memory() >> 20)
                            + " MiB of memory, which is its limit (--unsafe-lua lifts it)");
        }
        if (status != 0) {
            throw new LuaException(takeMessage());
        }
    }

    private String takeMessage() {
        String message = text(-1);
        String kind = message == null ? "an error that is no text" : message;
        top(-2);
        return kind;
    }

    /** How many values the stack holds. */
    int top() {
        try {
            return (int) LuaLibrary.TOP.invokeExact(running);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    /** Cuts the stack, or with a negative index all above that; -2 takes one value off. */
    void top(int index) {
        try {
            LuaLibrary.SET_TOP.invokeExact(running, index);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    int type(int index) {
        try {
            return (int) LuaLibrary.TYPE.invokeExact(running, index);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    /** The number that a value is or reads as; 0 where it is none. */
    double number(int index) {
        try {
            return (double) LuaLibrary.TO_NUMBER.invokeExact(running, index);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    /** False for nil and false. */
    boolean bool(int index) {
        try {
            return (int) LuaLibrary.TO_BOOLEAN.invokeExact(running, index) != 0;
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    /** The pointer that {@link #pushPointer} made of a number; 0 for other values. */
    long pointer(int index) {
        try {
            return ((MemorySegment) LuaLibrary.TO_POINTER.invokeExact(running, index)).address();
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    /** The bytes of a text or a number; null for other values. */
    byte @Nullable [] bytes(int index) {
        if (type(index) != STRING && type(index) != NUMBER) {
            return null;
        }
        try {
            // A number is made text in its place, which may be a table's key.
            LuaLibrary.PUSH_VALUE.invokeExact(running, index);
            MemorySegment text =
                    (MemorySegment) LuaLibrary.TO_BYTES.invokeExact(running, -1, length);
            byte[] copy =
                    text.reinterpret(length.get(ValueLayout.JAVA_LONG, 0))
                            .toArray(ValueLayout.JAVA_BYTE);
            top(-2);
            return copy;
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    /** The same as UTF-8. */
    @Nullable String text(int index) {
        byte[] bytes = bytes(index);
        return bytes == null ? null : new String(bytes, StandardCharsets.UTF_8);
    }

    void pushNil() {
        try {
            LuaLibrary.PUSH_NIL.invokeExact(running);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    void push(double value) {
        try {
            LuaLibrary.PUSH_NUMBER.invokeExact(running, value);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    void push(boolean value) {
        try {
            LuaLibrary.PUSH_BOOLEAN.invokeExact(running, value ? 1 : 0);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    void push(byte[] bytes, int offset, int count) {
        if (scratch.byteSize() < count) {
            scratch = arena.allocate(Math.max(count, 2 * scratch.byteSize()));
        }
        MemorySegment.copy(bytes, offset, scratch, ValueLayout.JAVA_BYTE, 0, count);
        try {
            LuaLibrary.PUSH_BYTES.invokeExact(running, scratch, (long) count);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    void push(byte[] bytes) {
        push(bytes, 0, bytes.length);
    }

    void push(String text) {
        push(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Pushes a number that scripts can hand back and not read. */
    void pushPointer(long value) {
        try {
            LuaLibrary.PUSH_POINTER.invokeExact(running, MemorySegment.ofAddress(value));
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    void push(LuaFunction function) {
        functions.add(function);
        push((double) (functions.size() - 1));
        try {
            LuaLibrary.PUSH_FUNCTION.invokeExact(running, entry, 1);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    void pushTable() {
        try {
            LuaLibrary.NEW_TABLE.invokeExact(running, 0, 0);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    /** Pushes what the table on top has under a name, which is the program's own. */
    void getField(String key) {
        rawGet(-2, key);
    }

    /** Pushes a global. */
    void getGlobal(String key) {
        rawGet(GLOBALS, key);
    }

    private void rawGet(int table, String key) {
        pushName(key);
        try {
            LuaLibrary.RAW_GET.invokeExact(running, table);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    /** Takes the value on top into the table below it. */
    void setField(String key) {
        rawSet(-3, key);
    }

    /** Takes the value on top as a global. */
    void setGlobal(String key) {
        rawSet(GLOBALS, key);
    }

    private void rawSet(int table, String key) {
        pushName(key);
        try {
            LuaLibrary.PUSH_VALUE.invokeExact(running, -2);
            LuaLibrary.RAW_SET.invokeExact(running, table == GLOBALS ? table : table - 1);
        } catch (Throwable t) {
            throw unexpected(t);
        }
        top(-2);
    }

    /** Takes the value on top into the table below it under a number. */
    void setIndex(int index) {
        try {
            LuaLibrary.RAW_SET_INDEX.invokeExact(running, -2, index);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    /**
     * Takes the key on top, nil at first, and pushes the next key of the table below and its value.
     *
     * @return false where there is none: nothing was pushed
     */
    boolean next() {
        try {
            return (int) LuaLibrary.NEXT.invokeExact(running, -2) != 0;
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    /** Bytes that Lua has in use. */
    long memory() {
        return memory;
    }

    @Override
    public void close() {
        try {
            LuaLibrary.CLOSE.invokeExact(main);
        } catch (Throwable t) {
            throw unexpected(t);
        } finally {
            arena.close();
        }
    }

    private void pushName(String key) {
        MemorySegment name = name(key);
        try {
            LuaLibrary.PUSH_BYTES.invokeExact(running, name, name.byteSize() - 1);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    private MemorySegment name(String key) {
        return names.computeIfAbsent(key, text -> arena.allocateFrom(text));
    }

    /** Lua's way to memory. */
    @SuppressWarnings(
            "UnusedVariable") // The first is a word of the caller's own, of which there is none.
    private MemorySegment allocate(MemorySegment own, MemorySegment block, long old, long wanted) {
        try {
            if (wanted == 0) {
                LuaLibrary.FREE.invokeExact(block);
                memory -= old;
                return MemorySegment.NULL;
            }
            if (inLua
                    && limits != null
                    && wanted > old
                    && memory - old + wanted > limits.memory()) {
                return MemorySegment.NULL;
            }
            MemorySegment moved = (MemorySegment) LuaLibrary.REALLOCATE.invokeExact(block, wanted);
            if (moved.address() != 0) {
                memory += wanted - old;
            }
            return moved;
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    /** Some instructions were run. */
    @SuppressWarnings("UnusedVariable") // What has happened is known: it is the count.
    private void count(MemorySegment state, MemorySegment event) {
        instructions += STEP;
        if (limits != null && instructions > limits.instructions()) {
            MemorySegment before = running;
            running = state;
            inLua = false;
            end(
                    "the script ran "
                            + limits.instructions()
                            + " instructions in one call, which is its limit (--unsafe-lua lifts"
                            + " it)",
                    0);
            inLua = true;
            running = before;
        }
    }

    /** Lua calls one of the functions. */
    private int enter(MemorySegment state) {
        MemorySegment before = running;
        running = state;
        inLua = false;
        try {
            return functions.get((int) number(FIRST_UPVALUE)).call(this);
        } catch (LuaException e) {
            end(String.valueOf(e.getMessage()), 1);
            return 0;
        } catch (RuntimeException | Error e) {
            end("a function of Kansoku failed: " + e, 1);
            return 0;
        } finally {
            inLua = true;
            running = before;
        }
    }

    /** From the next instruction on, everything that the script does is an error. */
    private void end(String reason, int level) {
        if (ended == null) {
            ended = where(level) + reason;
        }
        try {
            int set =
                    (int) LuaLibrary.SET_HOOK.invokeExact(running, LuaLibrary.RAISE, COUNT_MASK, 1);
            if (set == 0) {
                throw new IllegalStateException("a script cannot be ended");
            }
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    /** File and line of the innermost function that is Lua's, from a level of the stack on. */
    private String where(int level) {
        String where = "";
        for (int i = level; i < level + LEVELS && where.isEmpty(); i++) {
            try {
                LuaLibrary.WHERE.invokeExact(running, i);
            } catch (Throwable t) {
                throw unexpected(t);
            }
            where = String.valueOf(text(-1));
            top(-2);
        }
        return where.isEmpty() && !script.isEmpty() ? script + ": " : where;
    }

    private static RuntimeException unexpected(Throwable t) {
        if (t instanceof Error error) {
            throw error;
        }
        return new IllegalStateException("a function of Lua could not be called", t);
    }
}

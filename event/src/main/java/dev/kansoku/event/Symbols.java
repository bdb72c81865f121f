// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.event;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The symbol tables of flags and enumerations, read once from {@code symbols.tsv}, and the names of
 * errors, signals and system calls.
 *
 * <p>The arrays that are handed out are shared and not to be written to. Nothing allocates after
 * the tables are read.
 */
public final class Symbols {
    private static final Map<String, SymbolTable> TABLES = load();
    private static final byte[] @Nullable [] ERRORS = table("errors").byValue();
    private static final byte[] @Nullable [] SIGNALS = table("signals").byValue();
    private static final byte[][] SYSCALLS;
    private static final byte[] @Nullable [] NATIVE_SYSCALLS;

    static {
        List<String[]> rows = TableFile.rows("syscalls.tsv", 3);
        SYSCALLS = new byte[rows.size()][];
        byte[] @Nullable [] numbered = new byte[rows.size()][];
        for (String[] row : rows) {
            int id = Integer.parseInt(row[0]);
            SYSCALLS[id] = row[1].getBytes(StandardCharsets.US_ASCII);
            if (!row[2].equals("-")) {
                int number = Integer.parseInt(row[2]);
                if (number >= numbered.length) {
                    numbered = Arrays.copyOf(numbered, number + 1);
                }
                numbered[number] = SYSCALLS[id];
            }
        }
        NATIVE_SYSCALLS = numbered;
    }

    private Symbols() {}

    /** The table with this name, such as {@code file_flags}. */
    public static SymbolTable table(String name) {
        SymbolTable table = TABLES.get(name);
        if (table == null) {
            throw new IllegalArgumentException("there is no symbol table " + name);
        }
        return table;
    }

    /** All tables, by name. */
    static Map<String, SymbolTable> tables() {
        return TABLES;
    }

    /**
     * The name of an error, {@code ENOENT} for 2.
     *
     * @param number a positive number; calls return it negated
     * @return null where Linux has no such error
     */
    public static byte @Nullable [] errorName(long number) {
        return at(ERRORS, number);
    }

    /** The number of an error, 2 for {@code ENOENT}; -1 where there is no such error. */
    public static int errorNumber(String name) {
        return (int) table("errors").value(name);
    }

    /** The name of a signal, {@code SIGHUP} for 1; null where it has none. */
    public static byte @Nullable [] signalName(long number) {
        return at(SIGNALS, number);
    }

    /** The number of a signal, 1 for {@code SIGHUP}; -1 where there is no such signal. */
    public static int signalNumber(String name) {
        return (int) table("signals").value(name);
    }

    /** How many system calls have a name; generic events carry a number below it. */
    public static int syscallCount() {
        return SYSCALLS.length;
    }

    /**
     * What {@code evt.type} shows for a generic event.
     *
     * @param id the event's first parameter, which is not the kernel's number of the call
     * @return null for a number of a newer writer
     */
    public static byte @Nullable [] syscallName(long id) {
        return id < 0 || id >= SYSCALLS.length ? null : SYSCALLS[(int) id];
    }

    /**
     * What {@code evt.type} shows for an event: the name of its type, or for a generic event the
     * name of the call. A call that its writer had no number for is known by the kernel's number on
     * x86_64, where the event has that.
     */
    public static byte[] typeName(Event event) {
        if (!event.type().isGeneric()) {
            return event.type().nameBytes();
        }
        long id = event.unsigned(0);
        byte[] name =
                id == 0 && event.has(1) ? at(NATIVE_SYSCALLS, event.unsigned(1)) : syscallName(id);
        return name == null ? SYSCALLS[0] : name;
    }

    private static byte @Nullable [] at(byte[] @Nullable [] names, long number) {
        return number < 0 || number >= names.length ? null : names[(int) number];
    }

    private static Map<String, SymbolTable> load() {
        Map<String, SymbolTable> tables = new LinkedHashMap<>();
        List<String[]> rows = TableFile.rows("symbols.tsv", 3);
        for (int first = 0; first < rows.size(); ) {
            String name = rows.get(first)[0];
            int end = first + 1;
            while (end < rows.size() && rows.get(end)[0].equals(name)) {
                end++;
            }
            if (tables.put(name, new SymbolTable(name, rows.subList(first, end))) != null) {
                throw new IllegalStateException("symbols.tsv: " + name + " stands in two places");
            }
            first = end;
        }
        return Collections.unmodifiableMap(tables);
    }
}

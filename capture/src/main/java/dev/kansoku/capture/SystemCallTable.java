// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.capture;

import dev.kansoku.event.EventTable;
import dev.kansoku.ffi.Architecture;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The system calls and what each becomes, read from {@code syscalls.tsv}. Immutable. */
public final class SystemCallTable {
    /** Call numbers lie below this on every architecture. */
    public static final int NUMBERS = 512;

    private static final List<SystemCall> ROWS = read();

    private SystemCallTable() {}

    /** All rows, in the order of their x86_64 numbers. */
    public static List<SystemCall> rows() {
        return ROWS;
    }

    /**
     * The rows by number for one architecture; null where no call has the number (an event of such
     * a call is the generic one with ID 0).
     */
    public static @Nullable SystemCall[] byNumber(Architecture architecture) {
        @Nullable SystemCall[] result = new SystemCall[NUMBERS];
        for (SystemCall call : ROWS) {
            int number = call.number(architecture);
            if (number >= 0) {
                result[number] = call;
            }
        }
        return result;
    }

    private static List<SystemCall> read() {
        List<SystemCall> rows = new ArrayList<>();
        for (String[] cells : Tables.read("syscalls.tsv", 5)) {
            rows.add(
                    new SystemCall(
                            number(cells[0]),
                            number(cells[1]),
                            cells[2],
                            EventTable.type(Integer.parseInt(cells[3])),
                            Recipe.parseAll(cells[4])));
        }
        return List.copyOf(rows);
    }

    private static int number(String cell) {
        return cell.equals("-") ? -1 : Integer.parseInt(cell);
    }
}

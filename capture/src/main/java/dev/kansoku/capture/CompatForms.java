// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.capture;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * As which calls of x86_64 those of 32-bit programs are told: the one of the same name, of a name
 * without what it says of wider numbers, or what {@code compat-forms.tsv} names instead. Immutable.
 */
public final class CompatForms {
    /** Where in {@link #numbers} the calls begin that socketcall stands for. */
    static final int SOCKET_CALLS = 480;

    private static final int SOCKETCALL = 102;
    private static final String OWN = "-";

    private CompatForms() {}

    /**
     * By the 32-bit program's number of a call, and behind them by what socketcall is asked for:
     * the number of the call that it is told as plus one, 0 where it is told by its name alone.
     */
    public static short[] numbers() {
        Map<String, Integer> calls = new HashMap<>();
        for (SystemCall call : SystemCallTable.rows()) {
            if (call.x86() >= 0) {
                calls.put(call.name(), call.x86());
            }
        }
        short[] numbers = new short[SystemCallTable.NUMBERS];
        for (String[] row : Tables.read("compat-calls.tsv", 2)) {
            String wide = CompatCalls.withoutWidth(row[1]);
            numbers[Integer.parseInt(row[0])] =
                    plusOne(calls.containsKey(row[1]) ? calls.get(row[1]) : calls.get(wide));
        }
        for (String[] row : Tables.read("compat-forms.tsv", 2)) {
            numbers[place(row[0])] = row[1].equals(OWN) ? 0 : plusOne(calls.get(row[1]));
        }
        return numbers;
    }

    private static short plusOne(@Nullable Integer number) {
        return (short) (number == null ? 0 : number + 1);
    }

    private static int place(String cell) {
        String asked = SOCKETCALL + ".";
        return cell.startsWith(asked)
                ? SOCKET_CALLS + Integer.parseInt(cell.substring(asked.length()))
                : Integer.parseInt(cell);
    }
}

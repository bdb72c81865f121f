// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.capture;

import dev.kansoku.event.Event;
import dev.kansoku.event.Symbols;
import dev.kansoku.ffi.Architecture;
import dev.kansoku.ffi.Native;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Names the calls of 32-bit programs that are not told as those of others ({@link CompatForms}).
 * They have numbers of their own ({@code compat-calls.tsv}), are told by generic events, and come
 * from the kernel programs with the number marked: {@code call.h}. Without a name the mark stays,
 * so that the number is not taken for one of 64-bit programs. Where the machine is no x86_64, none
 * has a name.
 */
public final class CompatCalls {
    /** The mark, in a number of 16 bits. */
    static final int MARK = 0x8000;

    private static final VarHandle SHORT =
            MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);

    /** How names end of calls that take wider numbers than those before them. */
    private static final Pattern WIDER = Pattern.compile("(_time64|_64|64|32)$");

    private static final int ID = 0;
    private static final int NUMBER = 1;

    /** The event table's number of a call, by the kernel's; 0 for none. */
    private final short[] ids = new short[MARK];

    public CompatCalls() {
        this(Native.ARCHITECTURE);
    }

    CompatCalls(Architecture architecture) {
        if (architecture != Architecture.X86_64) {
            return;
        }
        Map<String, Integer> byName = new HashMap<>();
        for (int id = 0; id < Symbols.syscallCount(); id++) {
            byte[] name = Symbols.syscallName(id);
            if (name != null) {
                byName.put(new String(name, StandardCharsets.US_ASCII), id);
            }
        }
        for (String[] row : Tables.read("compat-calls.tsv", 2)) {
            String name = byName.containsKey(row[1]) ? row[1] : withoutWidth(row[1]);
            ids[Integer.parseInt(row[0])] = (short) (int) byName.getOrDefault(name, 0);
        }
    }

    /** The name of a call without what it says of its numbers' width. */
    static String withoutWidth(String name) {
        return WIDER.matcher(name).replaceFirst("");
    }

    /** Names the call of an event, where it is a generic one of a 32-bit program. In place. */
    public void name(Event event) {
        if (!event.type().isGeneric() || event.length(NUMBER) != Short.BYTES) {
            return;
        }
        int number = (int) event.unsigned(NUMBER);
        short id = number < MARK ? 0 : ids[number - MARK];
        if (id != 0) {
            SHORT.set(event.bytes(), event.offset(ID), id);
            SHORT.set(event.bytes(), event.offset(NUMBER), (short) (number - MARK));
        }
    }
}

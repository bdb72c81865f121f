// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.capture.ptrace;

import dev.kansoku.capture.Conversion;
import dev.kansoku.capture.EnterEvent;
import dev.kansoku.capture.Recipe;
import dev.kansoku.capture.SystemCall;
import dev.kansoku.event.EventBuilder;
import dev.kansoku.event.EventType;
import dev.kansoku.event.Parameter;
import dev.kansoku.ffi.Native;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes the recipes of {@code syscalls.tsv} ready. */
final class Parts {
    private static final int NONBLOCK = 0x800;
    private static final int CLOEXEC = 0x80000;
    private static final int FAMILY_NONBLOCK = 0x40;
    private static final int FAMILY_CLOEXEC = 0x1000;

    /** O_CREAT and O_TMPFILE, without which a call that opens a file has no mode. */
    private static final int MAKES_FILE = 0x400040;

    private final Map<String, Conversion> conversions = Conversion.all(Native.ARCHITECTURE);
    private final MemoryParts memory;
    private final SocketParts sockets;
    private final ProcessParts processes;
    private final FileParts files;
    private final ControlParts controls;

    Parts(UserMemory user, SocketParts sockets) {
        this.memory = new MemoryParts(user);
        this.sockets = sockets;
        this.processes = new ProcessParts(user);
        this.files = new FileParts(user);
        this.controls = new ControlParts(user);
    }

    /** The parts of the event of a call's end. */
    List<Part> of(SystemCall call) {
        return of(call.event(), call.recipes());
    }

    /** The parts of the event of a call's beginning. */
    List<Part> of(EnterEvent enter) {
        return of(enter.type(), enter.recipes());
    }

    private List<Part> of(EventType type, List<Recipe> recipes) {
        List<Part> parts = new ArrayList<>();
        for (int i = 0; i < recipes.size(); i++) {
            parts.add(part(recipes.get(i), type.parameter(i)));
        }
        return parts;
    }

    private Part part(Recipe recipe, Parameter parameter) {
        Conversion conversion = null;
        if (recipe.conversion() != null) {
            conversion = conversions.get(recipe.conversion());
            if (conversion == null) {
                throw new IllegalStateException("no conversion for " + recipe);
            }
        }
        int typed = parameter.type().width();
        int width = typed == 0 ? Long.BYTES : typed;
        Part known = memory.part(recipe, width, conversion);
        if (known == null) {
            known = sockets.part(recipe, width, conversion);
        }
        if (known == null) {
            known = processes.part(recipe, conversion);
        }
        if (known == null) {
            known = files.part(recipe, conversion);
        }
        if (known == null) {
            known = controls.part(recipe, width, conversion);
        }
        return known != null ? known : number(number(recipe), width, conversion);
    }

    /** A number made of registers. */
    interface Number {
        long of(Call call);
    }

    private static Number number(Recipe recipe) {
        if (recipe.kind().equals("ret")) {
            return Call::result;
        }
        if (recipe.kind().equals("count")) {
            return call -> Math.max(0, call.result());
        }
        if (recipe.kind().equals("number")) {
            return Call::number;
        }
        int n = recipe.number(0);
        return switch (recipe.kind()) {
            case "arg" -> call -> call.argument(n);
            case "int" -> call -> (int) call.argument(n);
            case "uint" -> call -> call.argument(n) & 0xffffffffL;
            case "shifted" -> call -> (call.argument(n) & 0xffffffffL) >>> 8;
            case "folded" -> call -> folded(call.argument(n));
            case "value" -> _ -> n;
            case "openmode" -> {
                int flags = recipe.number(1);
                yield call -> (call.argument(flags) & MAKES_FILE) == 0 ? 0 : call.argument(n);
            }
            case "fdflags" -> call -> fdFlags(call.argument(n));
            default -> throw new IllegalStateException("unknown recipe " + recipe);
        };
    }

    private static long folded(long value) {
        return Long.compareUnsigned(value, 1024) < 0 ? value : 128 + (value & 127);
    }

    private static long fdFlags(long value) {
        return ((value & NONBLOCK) != 0 ? FAMILY_NONBLOCK : 0)
                | ((value & CLOEXEC) != 0 ? FAMILY_CLOEXEC : 0);
    }

    static Part number(Number number, int width, @Nullable Conversion conversion) {
        return (call, out) -> put(number.of(call), width, conversion, out);
    }

    /** Adds a number, converted at its width. */
    static void put(long value, int width, @Nullable Conversion conversion, EventBuilder out) {
        out.sized(convert(value, width, conversion), width);
    }

    static long convert(long value, int width, @Nullable Conversion conversion) {
        if (conversion == null) {
            return value;
        }
        int given =
                switch (width) {
                    case 1 -> (int) (value & 0xff);
                    case 2 -> (int) (value & 0xffff);
                    default -> (int) value;
                };
        return conversion.apply(given);
    }
}

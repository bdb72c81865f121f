// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.capture.ptrace;

import dev.kansoku.capture.Conversion;
import dev.kansoku.capture.Recipe;
import dev.kansoku.event.EventBuilder;
import org.jspecify.annotations.Nullable;

/** Parameters whose form depends on another argument: ptrace, prctl, quotactl and their kin. */
final class ControlParts {
    private static final int PR_SET_NAME = 15;
    private static final int PR_GET_NAME = 16;
    private static final int PR_GET_CHILD_SUBREAPER = 37;
    private static final int QUOTA_ON = 2;
    private static final int QUOTA_FORMAT = 4;
    private static final int SETVAL = 16;
    private static final int FSCONFIG_STRING = 1;
    private static final int FSCONFIG_BINARY = 2;

    private final UserMemory user;

    ControlParts(UserMemory user) {
        this.user = user;
    }

    @Nullable Part part(Recipe recipe, int width, @Nullable Conversion conversion) {
        return switch (recipe.kind()) {
            case "ptrace" -> ptrace(recipe.operand(0).equals("data"));
            case "prctl" -> recipe.operand(0).equals("text") ? this::putName : this::putPrctl;
            case "quota" -> quota(recipe.operand(0), width, conversion);
            case "semaphore" -> semaphore(recipe, width, conversion);
            case "semctl" ->
                    (call, out) ->
                            out.sized(
                                    (int) call.argument(2) == SETVAL ? (int) call.argument(3) : 0,
                                    width);
            case "fsconfig" -> recipe.operand(0).equals("text") ? this::putText : this::putBytes;
            case "dyn" -> {
                int n = recipe.number(0);
                yield (call, out) -> out.bytes(dynamic(0, call.argument(n), 8));
            }
            default -> null;
        };
    }

    /** A dynamic value: the index of its type, then the value. */
    static byte[] dynamic(int type, long value, int width) {
        byte[] bytes = new byte[1 + width];
        bytes[0] = (byte) type;
        for (int i = 0; i < width; i++) {
            bytes[1 + i] = (byte) (value >>> 8 * i);
        }
        return bytes;
    }

    private Part ptrace(boolean data) {
        return (call, out) -> {
            int request = (int) call.argument(0);
            long value = call.argument(data ? 3 : 2);
            if (data && request >= 1 && request <= 3) {
                value = user.number(call, value, 8, 0); // a peek: what was read
            } else if (data && (request == 7 || request == 9 || request == 17 || request == 24)) {
                out.bytes(dynamic(1, value, 1)); // a resumption: its signal
                return;
            }
            out.bytes(dynamic(0, value, 8));
        };
    }

    private static boolean isName(Call call) {
        int option = (int) call.argument(0);
        return option == PR_SET_NAME || option == PR_GET_NAME;
    }

    private void putName(Call call, EventBuilder out) {
        MemoryParts.putText(isName(call) ? user.text(call, call.argument(1)) : null, out);
    }

    private void putPrctl(Call call, EventBuilder out) {
        long value = isName(call) ? 0 : call.argument(1);
        if ((int) call.argument(0) == PR_GET_CHILD_SUBREAPER) {
            value = user.number(call, value, 4, 0);
        }
        out.number(value);
    }

    private Part quota(String what, int width, @Nullable Conversion conversion) {
        return switch (what) {
            case "file" ->
                    (call, out) ->
                            MemoryParts.putText(
                                    command(call) == QUOTA_ON
                                            ? user.text(call, call.argument(3))
                                            : null,
                                    out);
            case "id" ->
                    (call, out) ->
                            Parts.put(
                                    command(call) == QUOTA_ON ? call.argument(2) : 0,
                                    width,
                                    conversion,
                                    out);
            case "grace" -> quotaNumber(5, 6, 0, width, conversion);
            case "igrace" -> quotaNumber(5, 6, 8, width, conversion);
            case "flags" -> quotaNumber(5, 6, 16, width, conversion);
            case "format" -> quotaNumber(QUOTA_FORMAT, QUOTA_FORMAT, 0, width, conversion);
            default -> quotaNumber(7, 8, Integer.parseInt(what), width, conversion);
        };
    }

    /** A number that only two commands, which follow each other, have. */
    private Part quotaNumber(
            int first, int last, int offset, int width, @Nullable Conversion conversion) {
        return (call, out) -> {
            int command = command(call);
            long value =
                    command >= first && command <= last
                            ? user.number(call, call.argument(3) + offset, width, 0)
                            : 0;
            Parts.put(value, width, conversion, out);
        };
    }

    private static int command(Call call) {
        return (int) (call.argument(0) >>> 8 & 0xff);
    }

    private Part semaphore(Recipe recipe, int width, @Nullable Conversion conversion) {
        int index = recipe.number(0);
        int offset = recipe.number(1) + 6 * index;
        return (call, out) -> {
            long value = 0;
            if (index < call.argument(2) && call.argument(1) != 0) {
                value = user.number(call, call.argument(1) + offset, 2, 0);
            }
            Parts.put(value, width, conversion, out);
        };
    }

    private void putBytes(Call call, EventBuilder out) {
        if ((int) call.argument(1) == FSCONFIG_BINARY) {
            long length = call.argument(4) & 0xffffffffL;
            out.bytes(
                    user.bytes(call, call.argument(3), (int) Math.min(length, call.snapLength())));
        } else {
            out.absent();
        }
    }

    private void putText(Call call, EventBuilder out) {
        int command = (int) call.argument(1);
        boolean text = command == FSCONFIG_STRING || command == 3 || command == 4;
        MemoryParts.putText(text ? user.text(call, call.argument(3)) : null, out);
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.capture.ptrace;

import dev.kansoku.capture.Conversion;
import dev.kansoku.capture.Recipe;
import dev.kansoku.event.EventBuilder;
import dev.kansoku.ffi.ProcessMemory;
import java.io.ByteArrayOutputStream;
import org.jspecify.annotations.Nullable;

/** What calls point to: text, buffers, iovecs, message headers, numbers, times, poll sets. */
final class MemoryParts {
    private static final int MAX_VECTORS = 64;
    private static final int MAX_POLLS = 64;
    private static final int VECTOR_SIZE = 16;
    private static final int POLL_SIZE = 8;
    private static final int MESSAGE_SIZE = 56;

    private final UserMemory user;

    MemoryParts(UserMemory user) {
        this.user = user;
    }

    @Nullable Part part(Recipe recipe, int width, @Nullable Conversion conversion) {
        return switch (recipe.kind()) {
            case "text" -> {
                int n = recipe.number(0);
                yield (call, out) -> putText(user.text(call, call.argument(n)), out);
            }
            case "data" -> data(recipe);
            case "vector" -> vector(recipe);
            case "vectorsize" -> {
                int n = recipe.number(0);
                int c = recipe.number(1);
                yield (call, out) ->
                        out.sized(size(call, call.argument(n), call.argument(c)), width);
            }
            case "message" -> message(recipe);
            case "messagesize" -> messageSize(recipe, width);
            case "messagecontrol" -> messageControl(recipe);
            case "memory" -> memory(recipe, width, conversion);
            case "memoryint" -> {
                int n = recipe.number(0);
                int offset = recipe.number(1);
                yield (call, out) -> {
                    long base = call.argument(n);
                    if (base != 0 && user.has(call, base + offset, 4)) {
                        out.sized(user.view().intAt(0), width);
                    } else {
                        out.absent();
                    }
                };
            }
            case "timespec" -> timespec(recipe);
            case "polls" -> polls(recipe, conversion);
            default -> null;
        };
    }

    static void putText(byte @Nullable [] text, EventBuilder out) {
        if (text == null) {
            out.absent();
        } else {
            out.text(text);
        }
    }

    private Part data(Recipe recipe) {
        int n = recipe.number(0);
        String limit = recipe.operand(1);
        return (call, out) -> out.bytes(user.bytes(call, call.argument(n), kept(call, limit, 0)));
    }

    /** How many bytes of a buffer are kept. */
    private int kept(Call call, String limit, long size) {
        long length;
        if (limit.equals("ret")) {
            length = Math.max(0, call.result());
        } else if (limit.equals("ret/size")) {
            length = call.result() < 0 ? size : call.result();
        } else if (limit.startsWith("ret/")) {
            length = call.result() < 0 ? call.argument(limit.charAt(4) - '0') : call.result();
        } else {
            length = call.argument(limit.charAt(0) - '0');
        }
        return cut(call, length);
    }

    private static int cut(Call call, long length) {
        int most = call.snapLength();
        return Long.compareUnsigned(length, most) > 0 ? most : (int) length;
    }

    private Part vector(Recipe recipe) {
        int n = recipe.number(0);
        int c = recipe.number(1);
        String limit = recipe.operand(2);
        return (call, out) ->
                out.bytes(
                        gather(
                                call,
                                call.argument(n),
                                call.argument(c),
                                kept(call, limit, 0xffff)));
    }

    private byte[] gather(Call call, long vectors, long count, int keep) {
        long[] list = vectors(call, vectors, count);
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (int i = 0; i < list.length && all.size() < keep; i += 2) {
            long length = Math.min(list[i + 1], keep - all.size());
            if (length > 0) {
                all.writeBytes(user.bytes(call, list[i], (int) length));
            }
        }
        return all.toByteArray();
    }

    private long size(Call call, long vectors, long count) {
        long[] list = vectors(call, vectors, count);
        long size = 0;
        for (int i = 1; i < list.length; i += 2) {
            size += list[i];
        }
        return size;
    }

    /** Base and length of each iovec. */
    private long[] vectors(Call call, long address, long count) {
        int n = Long.compareUnsigned(count, MAX_VECTORS) > 0 ? MAX_VECTORS : (int) count;
        if (address == 0 || n == 0 || !user.has(call, address, n * VECTOR_SIZE)) {
            return new long[0];
        }
        long[] list = new long[2 * n];
        for (int i = 0; i < list.length; i++) {
            list[i] = user.view().longAt(8 * i);
        }
        return list;
    }

    /** The msghdr at an address: vectors, their count, control and its length. */
    private long @Nullable [] header(Call call, long address) {
        if (!user.has(call, address, MESSAGE_SIZE)) {
            return null;
        }
        ProcessMemory view = user.view();
        return new long[] {view.longAt(16), view.longAt(24), view.longAt(32), view.longAt(40)};
    }

    private Part message(Recipe recipe) {
        int n = recipe.number(0);
        String limit = recipe.operand(1);
        return (call, out) -> {
            long[] header = header(call, call.argument(n));
            if (header == null) {
                out.absent();
                return;
            }
            out.bytes(gather(call, header[0], header[1], kept(call, limit, 0xffff)));
        };
    }

    private Part messageSize(Recipe recipe, int width) {
        int n = recipe.number(0);
        return (call, out) -> {
            long[] header = header(call, call.argument(n));
            if (header == null) {
                out.absent();
            } else {
                out.sized(size(call, header[0], header[1]), width);
            }
        };
    }

    private Part messageControl(Recipe recipe) {
        int n = recipe.number(0);
        return (call, out) -> {
            long[] header = header(call, call.argument(n));
            if (header == null || call.result() < 0) {
                out.absent();
            } else {
                out.bytes(user.bytes(call, header[2], cut(call, header[3])));
            }
        };
    }

    private Part memory(Recipe recipe, int width, @Nullable Conversion conversion) {
        int n = recipe.number(0);
        int offset = recipe.number(1);
        return (call, out) -> {
            long base = call.argument(n);
            if (base == 0 || !user.has(call, base + offset, width)) {
                out.absent();
                return;
            }
            ProcessMemory view = user.view();
            long value =
                    switch (width) {
                        case 1 -> view.byteAt(0);
                        case 2 -> (short) view.intAt(0);
                        case 4 -> view.intAt(0);
                        default -> view.longAt(0);
                    };
            Parts.put(value, width, conversion, out);
        };
    }

    private Part timespec(Recipe recipe) {
        int n = recipe.number(0);
        return (call, out) -> {
            long base = call.argument(n);
            if (base == 0 || !user.has(call, base, 16)) {
                out.absent();
            } else {
                out.sized(user.view().longAt(0) * 1_000_000_000L + user.view().longAt(8), 8);
            }
        };
    }

    private Part polls(Recipe recipe, @Nullable Conversion conversion) {
        int n = recipe.number(0);
        int c = recipe.number(1);
        return (call, out) -> {
            long count = call.argument(c);
            int polls = Long.compareUnsigned(count, MAX_POLLS) > 0 ? MAX_POLLS : (int) count;
            byte[] raw = user.bytes(call, call.argument(n), polls * POLL_SIZE);
            int whole = raw.length / POLL_SIZE;
            byte[] list = new byte[2 + 10 * whole];
            list[0] = (byte) whole;
            for (int i = 0; i < whole; i++) {
                int from = POLL_SIZE * i;
                int to = 2 + 10 * i;
                System.arraycopy(raw, from, list, to, 4);
                byte sign = (byte) (raw[from + 3] < 0 ? -1 : 0);
                for (int b = 4; b < 8; b++) {
                    list[to + b] = sign;
                }
                int at = from + (call.begins() ? 4 : 6); // asked for, or returned
                int events = (raw[at] & 0xff) | (raw[at + 1] & 0xff) << 8;
                long told = Parts.convert(events, 2, conversion);
                list[to + 8] = (byte) told;
                list[to + 9] = (byte) (told >> 8);
            }
            out.bytes(list);
        };
    }
}

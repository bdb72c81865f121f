// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.capture.bpf;

import dev.kansoku.capture.symbols.KernelSymbols;
import dev.kansoku.capture.symbols.UserSymbols;
import dev.kansoku.event.LiveDetail;
import dev.kansoku.event.TextBuffer;
import dev.kansoku.event.Truth;
import dev.kansoku.ffi.Mapping;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * What the kernel program put beside an event, as {@code side.h} says.
 *
 * <pre>
 *   0            8               12            16      20            24     28     32
 *  +------------+---------------+-------------+-------+-------------+------+------+------
 *  | latency ns | kernel frames | user frames | truth | path length | come | sent | path of the object
 *  +------------+---------------+-------------+-------+-------------+------+------+------
 *
 *  +----------------------+------------------------------   behind the path
 *  | kernel addresses u64 | user frames, innermost first
 *  +----------------------+------------------------------
 *
 *   0         8            16                    24      32            34
 *  +---------+------------+---------------------+-------+-------------+-----------------   a user frame
 *  | address | area start | area's page in file | inode | path length | path of the file
 *  +---------+------------+---------------------+-------+-------------+-----------------
 * </pre>
 *
 * Names are looked up when somebody asks for a stack. Not thread-safe.
 */
final class SideDetail implements LiveDetail {
    static final int HEADER = 32;
    static final int FRAME_HEADER = 34;
    private static final int KERNEL_FRAMES = 8;
    private static final int USER_FRAMES = 12;
    private static final int TRUTH = 16;
    private static final int OBJECT_LENGTH = 20;
    private static final int COME = 24;
    private static final int SENT = 28;

    /** Bits of the truth. */
    private static final int COMPARED = 1;

    private static final int DIFFERS = 2;
    private static final int MOST_FRAMES = 64;

    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INT =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle SHORT =
            MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);

    private final KernelSymbols kernel;
    private final UserSymbols user;
    private final int[] frames = new int[MOST_FRAMES];
    private final int[] paths = new int[MOST_FRAMES];
    private byte[] bytes = new byte[0];
    private long tid;
    private int start;
    private int end;

    SideDetail(KernelSymbols kernel, UserSymbols user) {
        this.kernel = kernel;
        this.user = user;
    }

    /**
     * What lies from {@code start} to {@code end} is beside the event at hand; it can be empty.
     *
     * @param newTid the event's thread
     */
    void move(byte[] newBytes, int newStart, int newEnd, long newTid) {
        tid = newTid;
        bytes = newBytes;
        start = newStart;
        end = newEnd;
    }

    @Override
    public long latency() {
        return end - start < HEADER ? -1 : (long) LONG.get(bytes, start);
    }

    @Override
    public Truth truth() {
        int bits = end - start < HEADER ? 0 : (int) INT.get(bytes, start + TRUTH);
        if ((bits & COMPARED) == 0) {
            return Truth.UNKNOWN;
        }
        return (bits & DIFFERS) == 0 ? Truth.SAME : Truth.CHANGED;
    }

    @Override
    public long receiveQueue() {
        return queue(COME);
    }

    @Override
    public long sendQueue() {
        return queue(SENT);
    }

    private long queue(int field) {
        int length = end - start < HEADER ? -1 : (int) INT.get(bytes, start + field);
        return length == -1 ? -1 : Integer.toUnsignedLong(length);
    }

    @Override
    public boolean object(TextBuffer out) {
        int length = objectLength();
        int at = start + HEADER;
        for (int i = 0; i < length && bytes[at + i] != 0; i++) {
            out.put(bytes[at + i]);
        }
        return length > 0;
    }

    /** The length of the object's path with its NUL, no more than can be there. */
    private int objectLength() {
        if (end - start < HEADER) {
            return 0;
        }
        int length = (int) INT.get(bytes, start + OBJECT_LENGTH);
        return Math.clamp(Integer.toUnsignedLong(length), 0, end - start - HEADER);
    }

    /** Where the frames begin. */
    private int frames() {
        return start + HEADER + objectLength();
    }

    @Override
    public boolean kernelStack(TextBuffer out) {
        int count = count(KERNEL_FRAMES);
        int first = frames();
        int innermost = 0;
        while (innermost < count && kernel.isProbe(address(first + 8 * innermost))) {
            innermost++;
        }
        if (innermost == count) {
            return false;
        }
        for (int i = count - 1; i >= innermost; i--) {
            kernel.write(address(first + 8 * i), out);
            if (i > innermost) {
                out.put(';');
            }
        }
        return true;
    }

    @Override
    public boolean userStack(TextBuffer out) {
        int count = locateUserFrames();
        for (int i = count - 1; i >= 0; i--) {
            writeUserFrame(frames[i], paths[i], out);
            if (i > 0) {
                out.put(';');
            }
        }
        return count > 0;
    }

    /** How many of a kind of frames the header names, no more than can be there. */
    private int count(int field) {
        if (end - start < HEADER) {
            return 0;
        }
        return Math.clamp(Integer.toUnsignedLong((int) INT.get(bytes, start + field)), 0, most());
    }

    private int most() {
        return Math.min(MOST_FRAMES, (end - frames()) / Long.BYTES);
    }

    /**
     * Finds where each user frame is, and where the path of its file. Returns how many there are.
     */
    private int locateUserFrames() {
        int at = frames() + 8 * count(KERNEL_FRAMES);
        int count = count(USER_FRAMES);
        int path = 0;
        for (int i = 0; i < count; i++) {
            if (end - at < FRAME_HEADER) {
                return i;
            }
            int length = pathLength(at);
            if (length > end - at - FRAME_HEADER) {
                return i;
            }
            if (length > 0) {
                path = at;
            }
            frames[i] = at;
            paths[i] = path;
            at += FRAME_HEADER + length;
        }
        return count;
    }

    private void writeUserFrame(int frame, int path, TextBuffer out) {
        long areaStart = address(frame + 8);
        if (areaStart == 0 || path == 0) {
            if (!user.write(tid, address(frame), out)) {
                out.put("0x").lowerHex(address(frame));
            }
            return;
        }
        long offset = address(frame) - areaStart + address(frame + 16) * Mapping.pageSize();
        int from = path + FRAME_HEADER;
        int length = pathLength(path);
        writeModule(from, length, out);
        int end = out.length();
        out.put('`');
        if (!user.write(tid, path(from, length), address(frame + 24), offset, out)) {
            out.truncate(end);
            out.put("+0x").lowerHex(offset);
        }
    }

    /** The last part of a path, in which nothing looks like the border between frames. */
    private void writeModule(int path, int length, TextBuffer out) {
        int from = path;
        int to = path;
        while (to < path + length && bytes[to] != 0) {
            if (bytes[to++] == '/') {
                from = to;
            }
        }
        for (int i = from; i < to; i++) {
            out.put(bytes[i] == ';' ? '_' : bytes[i]);
        }
    }

    private byte[] path(int from, int length) {
        int to = from;
        while (to < from + length && bytes[to] != 0) {
            to++;
        }
        return Arrays.copyOfRange(bytes, from, to);
    }

    private int pathLength(int frame) {
        return Short.toUnsignedInt((short) SHORT.get(bytes, frame + 32));
    }

    private long address(int at) {
        return (long) LONG.get(bytes, at);
    }
}

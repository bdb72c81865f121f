// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.event.start;

import dev.kansoku.event.LittleEndian;
import java.util.Arrays;

/**
 * What is told of one thread in the middle of a capture, or beyond what start tables have room for:
 * the data of an {@code asyncevent} named {@link #EVENT_NAME}, whose thread it is about. It only
 * carries state and is shown to nobody. Little endian.
 *
 * <pre>
 *   0         1       2        4            12          20        28
 *  +---------+-------+--------+------------+-----------+---------+--------
 *  | version | marks | 0      | not before | last exec | creator | entry
 *  +---------+-------+--------+------------+-----------+---------+--------
 *
 *  entry: 24 numbers of 8 bytes, then 8 texts, each with its length of 2 bytes in front
 * </pre>
 */
public final class ToldThread {
    /** The name of the events that tell of threads. */
    public static final String EVENT_NAME = "kansoku.thread";

    /** Its parent's exit of the clone has told of it. */
    public static final int BY_PARENT = 1;

    /** Its own exit of the clone has. */
    public static final int BY_CHILD = 2;

    /** It has ended, and stands for its process while other threads of that live. */
    public static final int DEAD = 8;

    private static final int VERSION = 1;
    private static final int HEADER = 28;
    private static final int NUMBERS = 24;
    private static final int LONGEST_TEXT = 0xffff;

    private static final int EXE_WRITABLE = 1;
    private static final int EXE_UPPER_LAYER = 2;
    private static final int EXE_LOWER_LAYER = 4;
    private static final int EXE_FROM_MEMFD = 8;

    private byte[] bytes = new byte[1024];
    private int at;

    public final ProcessEntry entry = new ProcessEntry();

    /** {@link #BY_PARENT} and more. */
    public int marks;

    /** The thread did not start before, nanoseconds since the epoch, 0 unknown. */
    public long notBefore;

    /** When it last executed a program, nanoseconds since the epoch, 0 unknown. */
    public long lastExec;

    /** Who started the process, a pid or tid, -1 unknown. */
    public long creator = -1;

    /** The bytes that tell of a thread. Texts are cut at 65535 bytes. */
    public byte[] write() {
        at = 0;
        number(VERSION | marks << 8, 4);
        number(notBefore, 8);
        number(lastExec, 8);
        number(creator, 8);
        for (long number : numbers()) {
            number(number, 8);
        }
        for (byte[] text : texts()) {
            int length = Math.min(text.length, LONGEST_TEXT);
            number(length, 2);
            ensure(length);
            System.arraycopy(text, 0, bytes, at, length);
            at += length;
        }
        return Arrays.copyOf(bytes, at);
    }

    private long[] numbers() {
        int exe =
                (entry.exeWritable ? EXE_WRITABLE : 0)
                        | (entry.exeUpperLayer ? EXE_UPPER_LAYER : 0)
                        | (entry.exeLowerLayer ? EXE_LOWER_LAYER : 0)
                        | (entry.exeFromMemfd ? EXE_FROM_MEMFD : 0);
        return new long[] {
            entry.pid,
            entry.ptid,
            entry.sid,
            entry.vpgid,
            entry.pgid,
            entry.fdLimit,
            entry.uid | entry.gid << 32,
            entry.vmSize | entry.vmRss << 32,
            entry.vmSwap | (long) entry.flags << 32,
            entry.majorFaults,
            entry.minorFaults,
            entry.vtid,
            entry.vpid,
            entry.startTime,
            entry.pidnsStart,
            entry.tty,
            entry.loginUid,
            exe,
            entry.capInheritable,
            entry.capPermitted,
            entry.capEffective,
            entry.exeInode,
            entry.exeInodeCtime,
            entry.exeInodeMtime
        };
    }

    private byte[][] texts() {
        return new byte[][] {
            entry.comm,
            entry.exe,
            entry.exepath,
            entry.args,
            entry.env,
            entry.cwd,
            entry.root,
            entry.cgroups
        };
    }

    /** Reads what was told of thread {@code tid}; false where the bytes have another form. */
    public boolean read(long tid, byte[] from, int offset, int length) {
        int end = offset + length;
        int textsAt = offset + HEADER + NUMBERS * 8;
        if (length < 1
                || from[offset] != VERSION
                || textsAt > end
                || !isWhole(from, textsAt, end)) {
            return false;
        }
        marks = from[offset + 1] & 0xff;
        notBefore = LittleEndian.signed(from, offset + 4, 8);
        lastExec = LittleEndian.signed(from, offset + 12, 8);
        creator = LittleEndian.signed(from, offset + 20, 8);
        entry.tid = tid;
        long[] numbers = new long[NUMBERS];
        for (int i = 0; i < NUMBERS; i++) {
            numbers[i] = LittleEndian.signed(from, offset + HEADER + i * 8, 8);
        }
        take(numbers);
        byte[][] texts = new byte[texts().length][];
        int textAt = textsAt;
        for (int i = 0; i < texts.length; i++) {
            int size = (int) LittleEndian.unsigned(from, textAt, 2);
            texts[i] = Arrays.copyOfRange(from, textAt + 2, textAt + 2 + size);
            textAt += 2 + size;
        }
        take(texts);
        return true;
    }

    private boolean isWhole(byte[] from, int textsAt, int end) {
        int textAt = textsAt;
        for (int i = 0; i < texts().length; i++) {
            if (textAt + 2 > end) {
                return false;
            }
            textAt += 2 + (int) LittleEndian.unsigned(from, textAt, 2);
        }
        return textAt <= end;
    }

    private void take(long[] numbers) {
        entry.pid = numbers[0];
        entry.ptid = numbers[1];
        entry.sid = numbers[2];
        entry.vpgid = numbers[3];
        entry.pgid = numbers[4];
        entry.fdLimit = numbers[5];
        entry.uid = low(numbers[6]);
        entry.gid = numbers[6] >>> 32;
        entry.vmSize = low(numbers[7]);
        entry.vmRss = numbers[7] >>> 32;
        entry.vmSwap = low(numbers[8]);
        entry.flags = (int) (numbers[8] >>> 32);
        entry.majorFaults = numbers[9];
        entry.minorFaults = numbers[10];
        entry.vtid = numbers[11];
        entry.vpid = numbers[12];
        entry.startTime = numbers[13];
        entry.pidnsStart = numbers[14];
        entry.tty = numbers[15];
        entry.loginUid = numbers[16];
        entry.exeWritable = (numbers[17] & EXE_WRITABLE) != 0;
        entry.exeUpperLayer = (numbers[17] & EXE_UPPER_LAYER) != 0;
        entry.exeLowerLayer = (numbers[17] & EXE_LOWER_LAYER) != 0;
        entry.exeFromMemfd = (numbers[17] & EXE_FROM_MEMFD) != 0;
        entry.capInheritable = numbers[18];
        entry.capPermitted = numbers[19];
        entry.capEffective = numbers[20];
        entry.exeInode = numbers[21];
        entry.exeInodeCtime = numbers[22];
        entry.exeInodeMtime = numbers[23];
    }

    private static long low(long number) {
        return number & 0xffffffffL;
    }

    private void take(byte[][] texts) {
        entry.comm = texts[0];
        entry.exe = texts[1];
        entry.exepath = texts[2];
        entry.args = texts[3];
        entry.env = texts[4];
        entry.cwd = texts[5];
        entry.root = texts[6];
        entry.cgroups = texts[7];
    }

    private void number(long value, int size) {
        ensure(size);
        for (int i = 0; i < size; i++) {
            bytes[at++] = (byte) (value >>> 8 * i);
        }
    }

    private void ensure(int more) {
        if (bytes.length - at < more) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, at + more));
        }
    }
}

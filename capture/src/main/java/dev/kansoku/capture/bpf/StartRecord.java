// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.capture.bpf;

import dev.kansoku.event.LittleEndian;
import java.util.Arrays;

/**
 * A cursor over what an iterator program wrote of a thread or a file. The head that all records
 * have:
 *
 * <pre>
 *   0      4      6       8          16                    24         32    36
 *  +------+------+-------+----------+---------------------+----------+-----+-----
 *  | size | kind | flags | boot time| boot time of start  | fd table | tid | pid
 *  +------+------+-------+----------+---------------------+----------+-----+-----
 * </pre>
 */
final class StartRecord {
    static final int HEAD = 40;

    static final int NEW = 1;
    static final int IN_EXEC = 2;
    static final int EXITING = 4;
    static final int OWN_FILES = 8;
    static final int DEAD_LEADER = 16;
    static final int WRITABLE = 32;
    static final int UPPER_LAYER = 64;
    static final int FROM_MEMFD = 128;
    static final int LOWER_LAYER = 256;
    static final int CLOEXEC = 512;
    static final int NO_TREE = 1024;
    static final int PEER_NAME = 2048;

    private final byte[] bytes;
    private int start;
    private int size;

    StartRecord(byte[] bytes) {
        this.bytes = bytes;
    }

    /** Moves to a place; false where there is no whole record up to {@code end}. */
    boolean move(int at, int end) {
        if (at + HEAD > end) {
            return false;
        }
        start = at;
        size = HEAD;
        size = i32(0);
        return size >= HEAD && at + size <= end;
    }

    int size() {
        return size;
    }

    boolean has(int flag) {
        return (u16(6) & flag) != 0;
    }

    /** When the record was written, nanoseconds since boot. */
    long time() {
        return u64(8);
    }

    /** When the thread started, nanoseconds since boot. */
    long started() {
        return u64(16);
    }

    /** What tells fd tables apart; 0 where the thread has none any more. */
    long table() {
        return u64(24);
    }

    int tid() {
        return i32(32);
    }

    int pid() {
        return i32(36);
    }

    int u16(int at) {
        return (int) LittleEndian.unsigned(bytes, start + within(at, 2), 2);
    }

    int i32(int at) {
        return (int) LittleEndian.signed(bytes, start + within(at, 4), 4);
    }

    long u32(int at) {
        return LittleEndian.unsigned(bytes, start + within(at, 4), 4);
    }

    long u64(int at) {
        return LittleEndian.unsigned(bytes, start + within(at, 8), 8);
    }

    byte[] bytes(int at, int length) {
        within(at, length);
        return Arrays.copyOfRange(bytes, start + at, start + at + length);
    }

    /** Text that may have a NUL at its end. */
    byte[] text(int at, int length) {
        byte[] text = bytes(at, length);
        int end = 0;
        while (end < length && text[end] != 0) {
            end++;
        }
        return end == length ? text : Arrays.copyOf(text, end);
    }

    private int within(int at, int length) {
        if (at < 0 || length < 0 || at + length > size) {
            throw new IllegalStateException("the kernel program wrote a record without a form");
        }
        return at;
    }
}

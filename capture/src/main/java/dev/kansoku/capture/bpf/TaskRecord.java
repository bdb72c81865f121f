// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.capture.bpf;

import dev.kansoku.event.start.ProcessEntry;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;

/**
 * Reads what {@code tell_task} of {@code tables.bpf.c} writes of a thread, behind the head. Equal
 * texts become one.
 *
 * <pre>
 *   40   44  48   52    56   60   64  68  72       76  80
 *  +----+---+----+-----+----+----+---+---+--------+---+------
 *  |ppid|sid|pgid|vpgid|vtid|vpid|uid|gid|loginuid|tty| ...
 *  +----+---+----+-----+----+----+---+---+--------+---+------
 *   80       88    96    104    112    120    128    136       144       152
 *  +--------+-----+-----+------+------+------+------+---------+---------+---------+---
 *  |fd limit| size| rss | swap |majflt|minflt|pidns |inheritab|permitted|effective|
 *  +--------+-----+-----+------+------+------+------+---------+---------+---------+---
 *   160   168   176   184            192    208                        216
 *  +-----+-----+-----+--------------+------+--------------------------+-------------------------------
 *  |inode|ctime|mtime|has memory 0/1| comm | 4 lengths of 16 bits     | exe, cwd, root, cgroups
 *  +-----+-----+-----+--------------+------+--------------------------+-------------------------------
 * </pre>
 */
final class TaskRecord {
    private static final int COMM = 192;
    private static final int LENGTHS = 208;
    private static final int TEXTS = 216;

    /** Clone flags of the family: the child shares its fds, is a thread. */
    private static final int FILES = 0x1;

    private static final int THREAD = 0x2000;

    private static final int MOST_TEXTS = 1 << 16;

    private final long epochOffset;
    private final Map<ByteBuffer, byte[]> texts = new HashMap<>();

    /**
     * @param epochOffset what to add to a time since boot to get the time since the epoch
     */
    TaskRecord(long epochOffset) {
        this.epochOffset = epochOffset;
    }

    RunningTask read(StartRecord record) {
        ProcessEntry entry = new ProcessEntry();
        entry.tid = record.tid();
        entry.pid = record.pid();
        entry.ptid = record.u32(40);
        entry.sid = record.u32(44);
        entry.pgid = record.u32(48);
        entry.vpgid = record.u32(52);
        entry.vtid = record.u32(56);
        entry.vpid = record.u32(60);
        entry.uid = record.u32(64);
        entry.gid = record.u32(68);
        entry.loginUid = record.u32(72);
        entry.tty = record.u32(76);
        entry.fdLimit = record.u64(80);
        entry.vmSize = record.u64(88);
        entry.vmRss = record.u64(96);
        entry.vmSwap = record.u64(104);
        entry.majorFaults = record.u64(112);
        entry.minorFaults = record.u64(120);
        entry.pidnsStart = record.u64(128);
        entry.capInheritable = record.u64(136);
        entry.capPermitted = record.u64(144);
        entry.capEffective = record.u64(152);
        entry.exeInode = record.u64(160);
        entry.exeInodeCtime = record.u64(168);
        entry.exeInodeMtime = record.u64(176);
        entry.exeWritable = record.has(StartRecord.WRITABLE);
        entry.exeUpperLayer = record.has(StartRecord.UPPER_LAYER);
        entry.exeLowerLayer = record.has(StartRecord.LOWER_LAYER);
        entry.exeFromMemfd = record.has(StartRecord.FROM_MEMFD);
        entry.startTime = record.started() + epochOffset;
        entry.comm = one(record.text(COMM, 16));
        int at = TEXTS;
        entry.exepath = one(record.text(at, record.u16(LENGTHS)));
        at += record.u16(LENGTHS);
        entry.cwd = one(record.text(at, record.u16(LENGTHS + 2)));
        at += record.u16(LENGTHS + 2);
        entry.root = one(record.text(at, record.u16(LENGTHS + 4)));
        at += record.u16(LENGTHS + 4);
        entry.cgroups = one(record.bytes(at, record.u16(LENGTHS + 6)));
        boolean ownFiles = record.has(StartRecord.OWN_FILES);
        if (entry.tid != entry.pid) {
            entry.flags = ownFiles ? THREAD : THREAD | FILES;
        }
        // without arguments it goes by its name, as threads of the kernel do
        entry.exe = entry.comm;
        return new RunningTask(
                entry,
                record.started(),
                record.table(),
                record.has(StartRecord.IN_EXEC),
                record.has(StartRecord.EXITING),
                ownFiles,
                record.has(StartRecord.DEAD_LEADER));
    }

    private byte[] one(byte[] text) {
        if (texts.size() > MOST_TEXTS) {
            texts.clear();
        }
        byte[] known = texts.putIfAbsent(ByteBuffer.wrap(text), text);
        return known == null ? text : known;
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.event.start;

/**
 * A thread that existed before the first event. Text is kept as the bytes it was written with. What
 * an older file does not carry has the value given below as unknown. Filled by its source, then
 * handed over; not changed afterwards.
 */
public final class ProcessEntry {
    public long tid;
    public long pid;

    /** The parent's pid, -1 unknown. */
    public long ptid = -1;

    public long sid = -1;
    public long vpgid = -1;

    /** Process group in the root pid namespace, -1 unknown. */
    public long pgid = -1;

    public byte[] comm = new byte[0];
    public byte[] exe = new byte[0];
    public byte[] exepath = new byte[0];

    /** Arguments after the first, each with a NUL at its end. */
    public byte[] args = new byte[0];

    /** Environment, each with a NUL at its end. */
    public byte[] env = new byte[0];

    public byte[] cwd = new byte[0];
    public byte[] root = new byte[0];

    /** Cgroups as {@code subsystem=path}, each with a NUL at its end. */
    public byte[] cgroups = new byte[0];

    public long fdLimit = -1;

    /** The family's thread flags, such as 0x10000000 where the thread is known to share nothing. */
    public int flags;

    public long uid = 0xffffffffL;
    public long gid = 0xffffffffL;

    /** Sizes in KiB. */
    public long vmSize;

    public long vmRss;
    public long vmSwap;

    /** Page faults since the thread started. */
    public long majorFaults;

    public long minorFaults;

    public long vtid = -1;
    public long vpid = -1;

    /** When the thread started, nanoseconds since the epoch, 0 unknown; no file carries it. */
    public long startTime;

    /** Start of the pid namespace's init, nanoseconds since boot, 0 unknown. */
    public long pidnsStart;

    /** Controlling terminal's device, 0 none. */
    public long tty;

    public long loginUid = 0xffffffffL;
    public boolean exeWritable;
    public boolean exeUpperLayer;
    public boolean exeLowerLayer;
    public boolean exeFromMemfd;
    public long capInheritable;
    public long capPermitted;
    public long capEffective;
    public long exeInode;

    /** Times of the executable, nanoseconds since the epoch. */
    public long exeInodeCtime;

    public long exeInodeMtime;
}

// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.ffi;

/** Reads the status word of wait(2). */
public final class WaitStatus {
    private WaitStatus() {}

    public static boolean isExited(int status) {
        return (status & 0x7f) == 0;
    }

    public static boolean isStopped(int status) {
        return (status & 0xff) == 0x7f;
    }

    public static boolean isKilled(int status) {
        return !isExited(status) && !isStopped(status);
    }

    /** The exit code of one that exited. */
    public static int exitCode(int status) {
        return status >> 8 & 0xff;
    }

    /** The signal that killed. */
    public static int killer(int status) {
        return status & 0x7f;
    }

    public static boolean dumpedCore(int status) {
        return (status & 0x80) != 0;
    }

    /** The signal that stopped, with {@link Ptrace#CALL_STOP} for stops at system calls. */
    public static int stopSignal(int status) {
        return status >> 8 & 0xff;
    }

    /** The ptrace event of a stop, 0 for none. */
    public static int event(int status) {
        return status >>> 16;
    }

    /** As a shell tells it: the exit code, or 128 and the killing signal. */
    public static int asShell(int status) {
        return isExited(status) ? exitCode(status) : 128 + killer(status);
    }
}

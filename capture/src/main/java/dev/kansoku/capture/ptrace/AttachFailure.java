// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.capture.ptrace;

import dev.kansoku.ffi.Capability;
import dev.kansoku.ffi.Credentials;
import dev.kansoku.ffi.KernelFile;
import dev.kansoku.ffi.Native;
import java.nio.charset.StandardCharsets;

/** Why a process cannot be traced, and what to do. */
final class AttachFailure {
    private static final int EPERM = 1;
    private static final int ESRCH = 3;
    private static final int SIZE = 1 << 14;
    private static final String TRACER = "\nTracerPid:\t";

    private static final KernelFile FILES = new KernelFile();

    private AttachFailure() {}

    /**
     * A line for people.
     *
     * @param error what ptrace(2) said
     */
    static String of(int pid, int error) {
        String start = "process " + pid + " cannot be traced: ";
        if (error == ESRCH) {
            return start + "there is none";
        }
        if (error != EPERM) {
            return start + Native.errorName(error);
        }
        String status = text("/proc/" + pid + "/status");
        String tracer = numberAfter(status, TRACER);
        if (!tracer.isEmpty() && !tracer.equals("0")) {
            return start
                    + "process "
                    + tracer
                    + " ("
                    + text("/proc/" + tracer + "/comm").strip()
                    + ") traces it already, and there can be only one; eBPF (as root) can observe"
                    + " beside it";
        }
        if (Credentials.current().has(Capability.SYS_PTRACE)) {
            return start + "EPERM; it is of the kernel, or a security module forbids it";
        }
        String yama = text("/proc/sys/kernel/yama/ptrace_scope").strip();
        return switch (yama) {
            case "", "0" ->
                    start
                            + "EPERM; it is another user's or has rights of its own: run Kansoku as"
                            + " that user or as root";
            case "1" ->
                    start
                            + "kernel.yama.ptrace_scope is 1, which allows to trace only what one"
                            + " has started: run it as COMMAND, or Kansoku as root, or"
                            + " sysctl kernel.yama.ptrace_scope=0";
            default ->
                    start
                            + "kernel.yama.ptrace_scope is "
                            + yama
                            + (yama.equals("2") ? ": run Kansoku as root" : ": nobody may trace");
        };
    }

    /** Whether a thread has ended, though the others of its process may go on. */
    static boolean hasEnded(int tid) {
        String status = text("/proc/" + tid + "/status");
        return status.contains("\nState:\tZ") || status.contains("\nState:\tX");
    }

    private static String text(String file) {
        byte[] bytes = FILES.read(file, SIZE);
        return bytes == null ? "" : new String(bytes, StandardCharsets.ISO_8859_1);
    }

    private static String numberAfter(String text, String name) {
        int at = text.indexOf(name);
        int end = at < 0 ? -1 : text.indexOf('\n', at + name.length());
        return end < 0 ? "" : text.substring(at + name.length(), end);
    }
}

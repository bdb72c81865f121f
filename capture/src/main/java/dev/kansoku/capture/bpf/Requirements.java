// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.capture.bpf;

import dev.kansoku.capture.CaptureException;
import dev.kansoku.ffi.Capability;
import dev.kansoku.ffi.Credentials;
import dev.kansoku.ffi.SystemCallException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What the eBPF engine needs of a machine, and how to say what is missing. */
final class Requirements {
    private static final int MOST_CPUS = 1024;
    private static final int EPERM = 1;
    private static final Path BTF = Path.of("/sys/kernel/btf/vmlinux");
    private static final Path LOCKDOWN = Path.of("/sys/kernel/security/lockdown");
    private static final List<Capability> NEEDED = List.of(Capability.BPF, Capability.PERFMON);
    private static final Path POSSIBLE = Path.of("/sys/devices/system/cpu/possible");

    private static final Path PID_NAMESPACE = Path.of("/proc/self/ns/pid");

    /** The number that every kernel gives to its first PID namespace. */
    private static final String FIRST_PID_NAMESPACE = "pid:[4026531836]";

    private Requirements() {}

    /** Whether the kernel tells of its types. */
    static boolean hasTypes() {
        return Files.exists(BTF);
    }

    static void check() throws CaptureException {
        if (!hasTypes()) {
            throw new CaptureException(
                    "this kernel tells nothing of its types ("
                            + BTF
                            + " is missing): eBPF needs one built with CONFIG_DEBUG_INFO_BTF");
        }
        if (isInAnotherPidNamespace()) {
            throw new CaptureException(
                    "eBPF sees processes by the host's numbers, and this is a PID namespace of its"
                            + " own: it needs the host's (such as docker run --pid=host)");
        }
    }

    /** There, no process would be known by the number that the kernel's programs see. */
    static boolean isInAnotherPidNamespace() {
        try {
            return !Files.readSymbolicLink(PID_NAMESPACE).toString().equals(FIRST_PID_NAMESPACE);
        } catch (IOException e) {
            return false; // without /proc nothing is known, and opening goes on to tell why
        }
    }

    /** The number of CPUs that there can ever be, such as 8 where the kernel says {@code 0-7}. */
    static int cpus() throws CaptureException {
        String text;
        try {
            text = Files.readString(POSSIBLE).strip();
        } catch (IOException e) {
            throw new CaptureException("cannot read the number of CPUs from " + POSSIBLE, e);
        }
        String last = text.substring(Math.max(text.lastIndexOf(','), text.lastIndexOf('-')) + 1);
        int cpus;
        try {
            cpus = Integer.parseInt(last) + 1;
        } catch (NumberFormatException e) {
            throw new CaptureException(POSSIBLE + " holds no list of CPUs: " + text, e);
        }
        if (cpus < 1 || cpus > MOST_CPUS) {
            throw new CaptureException(
                    "eBPF capture handles up to " + MOST_CPUS + " CPUs, not " + cpus);
        }
        return cpus;
    }

    /** What is missing where the kernel refused programs. */
    static CaptureException explain(CaptureException refused) {
        if (isLockedDown()) {
            return new CaptureException(
                    "this kernel is locked down for confidentiality, so that eBPF may not read its"
                            + " memory ("
                            + LOCKDOWN
                            + ")",
                    refused);
        }
        if (BpfExamination.isTooOld()) {
            return tooOld(refused);
        }
        return refused;
    }

    private static CaptureException tooOld(IOException refused) {
        return new CaptureException(
                "this kernel is too old for eBPF: it needs Linux 5.17, or one that has bpf_loop"
                        + " from there ("
                        + refused.getMessage()
                        + ")",
                refused);
    }

    static CaptureException explain(SystemCallException e) {
        if (e.errno() != EPERM) {
            return BpfExamination.isTooOld()
                    ? tooOld(e)
                    : new CaptureException("eBPF cannot be used: " + e.getMessage(), e);
        }
        Credentials own = Credentials.current();
        List<String> missing = new ArrayList<>();
        for (Capability needed : NEEDED) {
            if (!own.has(needed) && !own.has(Capability.SYS_ADMIN)) {
                missing.add(needed.label());
            }
        }
        String why =
                missing.isEmpty()
                        ? "they are there, so that something else refuses it, such as a container's"
                                + " seccomp profile"
                        : "not held: " + String.join(", ", missing);
        return new CaptureException(
                "eBPF needs root, or the capabilities CAP_BPF and CAP_PERFMON ("
                        + why
                        + "; "
                        + e.getMessage()
                        + unprivileged()
                        + ")",
                e);
    }

    private static boolean isLockedDown() {
        try {
            return Files.readString(LOCKDOWN).contains("[confidentiality]");
        } catch (IOException e) {
            return false; // a kernel that cannot be locked down
        }
    }

    private static String unprivileged() {
        Path setting = Path.of("/proc/sys/kernel/unprivileged_bpf_disabled");
        try {
            return "; kernel.unprivileged_bpf_disabled is " + Files.readString(setting).strip();
        } catch (IOException e) {
            return "; kernel.unprivileged_bpf_disabled cannot be read";
        }
    }
}

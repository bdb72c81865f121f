// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.capture.doctor;

import dev.kansoku.capture.Finding;
import dev.kansoku.capture.Finding.State;
import dev.kansoku.capture.bpf.BpfExamination;
import dev.kansoku.capture.ptrace.PtraceTrial;
import dev.kansoku.ffi.Capability;
import dev.kansoku.ffi.Credentials;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds out what a live capture could do here, by doing it: maps are made, programs loaded,
 * attached and detached, and a child is traced. Nothing is observed meanwhile.
 */
public final class Examination {
    private static final String KERNEL = "kernel";
    private static final String RIGHTS = "rights";
    private static final String PTRACE = "ptrace";
    private static final int FIRST_MAJOR = 5;
    private static final int FIRST_MINOR = 17;

    private final List<Finding> findings = new ArrayList<>();
    private final Credentials own = Credentials.current();
    private @Nullable String refusal;
    private boolean ptrace;

    private Examination() {}

    /** Tries everything, which takes some tenths of a second. */
    public static Examination perform() {
        Examination examination = new Examination();
        examination.kernel();
        examination.rights();
        examination.ptrace();
        examination.engine();
        return examination;
    }

    /** What was found, in the order in which it matters. */
    public List<Finding> findings() {
        return List.copyOf(findings);
    }

    /** Whether some engine can observe. */
    public boolean canObserve() {
        return refusal == null || ptrace;
    }

    private void kernel() {
        release();
        findings.addAll(BpfExamination.features());
        BpfExamination.Result programs = BpfExamination.programs();
        findings.addAll(programs.findings());
        refusal = programs.refusal();
        setting(
                "bpf(2) without rights",
                "/proc/sys/kernel/unprivileged_bpf_disabled",
                value -> !value.equals("0"),
                "sysctl kernel.unprivileged_bpf_disabled=2 closes bpf(2) to users without rights");
        lockdown();
        symbols();
        cgroups();
        tracing();
        lockedMemory();
    }

    private void release() {
        String release = text("/proc/sys/kernel/osrelease");
        String[] parts = release.split("[^0-9]+", 3);
        boolean enough = false;
        try {
            int major = Integer.parseInt(parts[0]);
            int minor = parts.length > 1 ? Integer.parseInt(parts[1]) : 0;
            enough = major > FIRST_MAJOR || (major == FIRST_MAJOR && minor >= FIRST_MINOR);
        } catch (NumberFormatException e) {
            enough = false; // a release without numbers: what follows was tried nevertheless
        }
        findings.add(
                enough
                        ? Finding.yes(KERNEL, "release", release)
                        : Finding.partly(
                                KERNEL,
                                "release",
                                release + ", older than 5.17",
                                "eBPF works where the features below are there; else ptrace does"));
    }

    private interface Judge {
        boolean isGood(String value);
    }

    private void setting(String name, String file, Judge judge, String remedy) {
        String value = text(file);
        if (value.isEmpty()) {
            findings.add(Finding.partly(KERNEL, name, file + " cannot be read", ""));
        } else if (judge.isGood(value)) {
            findings.add(Finding.yes(KERNEL, name, "refused (" + value + ")"));
        } else {
            findings.add(Finding.partly(KERNEL, name, "allowed (" + value + ")", remedy));
        }
    }

    private void lockdown() {
        String modes = text("/sys/kernel/security/lockdown");
        if (modes.contains("[confidentiality]")) {
            findings.add(
                    Finding.no(
                            KERNEL,
                            "lockdown",
                            "confidentiality: programs may not read the kernel's memory",
                            "start with lockdown=integrity or none; until then ptrace observes"));
        } else {
            findings.add(
                    Finding.yes(
                            KERNEL,
                            "lockdown",
                            modes.contains("[integrity]")
                                    ? "integrity, which permits observing"
                                    : "none"));
        }
    }

    private void symbols() {
        boolean known = false;
        try (var lines = Files.lines(Path.of("/proc/kallsyms"))) {
            known = lines.limit(100).anyMatch(line -> !line.startsWith("0000000000000000"));
        } catch (IOException | java.io.UncheckedIOException e) {
            known = false; // a kernel without the file has no names to tell either
        }
        findings.add(
                known
                        ? Finding.yes(KERNEL, "symbols", "/proc/kallsyms tells addresses")
                        : Finding.partly(
                                KERNEL,
                                "symbols",
                                "/proc/kallsyms tells no addresses: kernel stacks are numbers",
                                "sysctl kernel.kptr_restrict=1, and root or CAP_SYSLOG"));
    }

    private void cgroups() {
        String place = null;
        for (String line : text("/proc/self/mounts").split("\n", -1)) {
            String[] cells = line.split(" ", -1);
            if (cells.length > 2 && cells[2].equals("cgroup2")) {
                place = cells[1];
            }
        }
        findings.add(
                place != null
                        ? Finding.yes(KERNEL, "cgroups", "version 2 at " + place)
                        : Finding.partly(
                                KERNEL,
                                "cgroups",
                                "version 2 is not mounted: no --cgroup",
                                "mount -t cgroup2 none /sys/fs/cgroup/unified"));
    }

    private void tracing() {
        boolean mounted = Files.isReadable(Path.of("/sys/kernel/tracing/events"));
        findings.add(
                Finding.yes(
                        KERNEL,
                        "tracefs",
                        (mounted ? "at /sys/kernel/tracing" : "not mounted")
                                + "; nothing here needs it"));
    }

    private void lockedMemory() {
        String limit = "";
        for (String line : text("/proc/self/limits").split("\n", -1)) {
            if (line.startsWith("Max locked memory")) {
                limit = line.substring(17).strip().split("\\s+", -1)[0];
            }
        }
        findings.add(
                Finding.yes(
                        KERNEL,
                        "locked memory",
                        limit + "; counts for maps before Linux 5.11 only"));
    }

    private void rights() {
        findings.add(Finding.yes(RIGHTS, "user", "uid " + own.uid()));
        right(Capability.BPF, "eBPF needs it: run as root (sudo kansoku ...) or grant it");
        right(Capability.PERFMON, "eBPF needs it: run as root (sudo kansoku ...) or grant it");
        right(Capability.SYS_RESOURCE, "only kernels before 5.11 need it");
        right(
                Capability.SYS_PTRACE,
                "fds and arguments of other users' processes that run already, and their"
                        + " containers' users, stay unknown where /proc is asked");
    }

    private void right(Capability capability, String remedy) {
        boolean held = own.has(capability);
        boolean needed = capability == Capability.BPF || capability == Capability.PERFMON;
        findings.add(
                held
                        ? Finding.yes(RIGHTS, capability.label(), "held")
                        : new Finding(
                                RIGHTS,
                                capability.label(),
                                needed ? State.NO : State.PARTLY,
                                "not held",
                                remedy));
    }

    private void ptrace() {
        String failure = PtraceTrial.failure();
        ptrace = failure == null;
        findings.add(
                failure == null
                        ? Finding.yes(PTRACE, "tracing a child", "done")
                        : Finding.no(
                                PTRACE,
                                "tracing a child",
                                failure,
                                "a container's seccomp profile may refuse ptrace(2): docker run"
                                        + " --cap-add SYS_PTRACE permits it"));
        if (ptrace) {
            String reason = PtraceTrial.filterFailure();
            findings.add(
                    reason == null
                            ? Finding.yes(
                                    PTRACE,
                                    "filter of calls",
                                    "seccomp: a COMMAND stops only at calls that are asked for")
                            : Finding.partly(PTRACE, "filter of calls", reason, ""));
        }
        String scope = text("/proc/sys/kernel/yama/ptrace_scope");
        String meaning =
                switch (scope) {
                    case "" -> "no Yama";
                    case "0" -> "0: --pid takes any process of the same user";
                    case "1" -> "1: --pid needs CAP_SYS_PTRACE; a command needs nothing";
                    case "2" -> "2: needs CAP_SYS_PTRACE";
                    default -> scope + ": nobody may trace";
                };
        boolean free = scope.isEmpty() || scope.equals("0") || own.has(Capability.SYS_PTRACE);
        findings.add(
                free
                        ? Finding.yes(PTRACE, "Yama", meaning)
                        : Finding.partly(
                                PTRACE, "Yama", meaning, "sysctl kernel.yama.ptrace_scope=0"));
    }

    private void engine() {
        String reason = refusal;
        if (reason == null) {
            findings.add(Finding.yes("engine", "eBPF", "will be used"));
        } else {
            findings.add(Finding.no("engine", "eBPF", reason, ""));
        }
        if (!ptrace) {
            findings.add(Finding.no("engine", "ptrace", "cannot trace", ""));
        } else if (reason == null) {
            findings.add(Finding.yes("engine", "ptrace", "with --engine ptrace"));
        } else {
            findings.add(
                    Finding.yes("engine", "ptrace", "will be used, for a COMMAND or --pid alone"));
        }
    }

    private static String text(String file) {
        try {
            return Files.readString(Path.of(file)).strip();
        } catch (IOException e) {
            return "";
        }
    }
}

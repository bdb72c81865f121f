// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.capture.bpf;

import dev.kansoku.capture.CaptureException;
import dev.kansoku.capture.Finding;
import dev.kansoku.capture.Finding.State;
import dev.kansoku.ffi.Bpf;
import dev.kansoku.ffi.SystemCallException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Tries what the eBPF engine needs of the kernel, piece by piece and then as a whole. */
public final class BpfExamination {
    private static final String KERNEL = "kernel";
    private static final int EPERM = 1;
    private static final int HELPER_LOOP = 181;
    private static final int RING_BYTES = 1 << 16;
    private static final double NANOS_PER_MILLI = 1e6;

    private BpfExamination() {}

    /**
     * How the programs of a capture went.
     *
     * @param refusal why they cannot be used, or null
     */
    public record Result(List<Finding> findings, @Nullable String refusal) {
        public Result {
            findings = List.copyOf(findings);
        }
    }

    private interface Trial {
        void perform() throws SystemCallException;
    }

    /** The single features. */
    public static List<Finding> features() {
        List<Finding> findings = new ArrayList<>();
        findings.add(
                Requirements.hasTypes()
                        ? yes("types (BTF)", "/sys/kernel/btf/vmlinux")
                        : no(
                                "types (BTF)",
                                "/sys/kernel/btf/vmlinux is missing",
                                "a kernel built with CONFIG_DEBUG_INFO_BTF"));
        findings.add(
                Requirements.isInAnotherPidNamespace()
                        ? no(
                                "PID namespace",
                                "not the machine's: eBPF would know no process",
                                "start in the machine's, such as docker run --pid=host")
                        : yes("PID namespace", "the machine's"));
        findings.add(
                tried(
                        "programs",
                        () -> Bpf.close(Bpf.loadTrivialProgram()),
                        "loaded one",
                        "Linux 5.17 or newer"));
        findings.add(
                tried(
                        "ring buffers",
                        () ->
                                Bpf.close(
                                        Bpf.createMap(
                                                Bpf.MAP_TYPE_RINGBUF, 0, 0, RING_BYTES, "kansoku")),
                        "made one",
                        "Linux 5.8 or newer"));
        findings.add(
                tried(
                        "task storage",
                        () -> Bpf.close(Bpf.createTaskStorage("kansoku")),
                        "made a map of it",
                        "Linux 5.11 or newer, for evt.latency"));
        findings.add(
                tried(
                        "loops (bpf_loop)",
                        () -> {
                            if (!Bpf.hasHelper(HELPER_LOOP)) {
                                throw new SystemCallException("bpf_loop", 38);
                            }
                        },
                        "known to the verifier",
                        "Linux 5.17 or newer, or one with bpf_loop taken back to it"));
        return findings;
    }

    /** Loads, attaches and detaches the programs of a capture, in which nothing is in scope. */
    public static Result programs() {
        List<Finding> findings = new ArrayList<>();
        String refusal = null;
        try {
            int cpus = Requirements.cpus();
            Requirements.check();
            Set<String> leftOut = new HashSet<>(TakingPrograms.NAMES);
            leftOut.addAll(Extras.programs());
            long begin = System.nanoTime();
            Skeleton skeleton =
                    TakingPrograms.load(Map.of("scratches", cpus, "cpus", cpus, "rings", cpus));
            long loaded = System.nanoTime();
            long attached;
            try {
                skeleton.attach(leftOut);
                TakingPrograms.attach(
                        skeleton,
                        note ->
                                findings.add(
                                        new Finding(
                                                KERNEL, "paths as taken", State.PARTLY, note, "")));
                attached = System.nanoTime();
            } finally {
                skeleton.detach();
            }
            long detached = System.nanoTime();
            skeleton.close();
            findings.add(
                    yes(
                            "a capture's programs",
                            String.format(
                                    Locale.ROOT,
                                    "loaded in %.0f ms, attached in %.0f ms, detached in %.0f ms",
                                    (loaded - begin) / NANOS_PER_MILLI,
                                    (attached - loaded) / NANOS_PER_MILLI,
                                    (detached - attached) / NANOS_PER_MILLI)));
        } catch (SystemCallException e) {
            refusal = Requirements.explain(e).getMessage();
        } catch (CaptureException e) {
            refusal = Requirements.explain(e).getMessage();
        }
        if (refusal != null) {
            findings.add(no("a capture's programs", refusal, ""));
            return new Result(findings, refusal);
        }
        try (StartPass pass = StartPass.load()) {
            String texts = pass.refusal();
            findings.add(
                    texts == null
                            ? yes("iterators", "loaded: running processes are read in the kernel")
                            : new Finding(
                                    KERNEL,
                                    "iterators",
                                    State.PARTLY,
                                    "arguments of running processes come from /proc: " + texts,
                                    ""));
        } catch (CaptureException | SystemCallException e) {
            findings.add(
                    new Finding(
                            KERNEL,
                            "iterators",
                            State.PARTLY,
                            "running processes are looked up in /proc: " + e.getMessage(),
                            ""));
        }
        return new Result(findings, null);
    }

    /** Whether the kernel lacks what all programs need, as those before 5.17 do. */
    static boolean isTooOld() {
        try {
            return !Bpf.hasHelper(HELPER_LOOP);
        } catch (SystemCallException e) {
            return e.errno() != EPERM;
        }
    }

    private static Finding tried(String name, Trial trial, String done, String needs) {
        try {
            trial.perform();
            return yes(name, done);
        } catch (SystemCallException e) {
            boolean barred = e.errno() == EPERM;
            return no(
                    name,
                    barred ? "not permitted" : String.valueOf(e.getMessage()),
                    barred ? "see the rights below" : "needs " + needs);
        }
    }

    private static Finding yes(String name, String found) {
        return new Finding(KERNEL, name, State.YES, found, "");
    }

    private static Finding no(String name, String found, String remedy) {
        return new Finding(KERNEL, name, State.NO, found, remedy);
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.capture.ptrace;

import dev.kansoku.capture.CaptureException;
import dev.kansoku.capture.Demand;
import dev.kansoku.capture.Detail;
import dev.kansoku.capture.ExtraEvents;
import dev.kansoku.capture.LiveOptions;
import dev.kansoku.capture.OnPressure;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** What of a live capture's options ptrace cannot do: it is refused or told, never passed over. */
final class Abilities {
    private static final Set<ExtraEvents> OUT_OF_REACH =
            EnumSet.of(ExtraEvents.SWITCH, ExtraEvents.FAULTS);

    private Abilities() {}

    /**
     * Looks through the options.
     *
     * @param notes is told what will be missing though the capture goes on
     * @throws CaptureException where what is asked for cannot be had at all
     */
    static void require(LiveOptions options, Consumer<String> notes) throws CaptureException {
        if (!options.scope().isOfProcesses()) {
            throw new CaptureException(
                    "ptrace observes only a command or processes by their pids, and all of"
                            + " these: no whole machine, cgroup, container, pod, user or name, and"
                            + " nothing can be left out");
        }
        if (options.limit() != null) {
            throw new CaptureException(
                    "ptrace cannot limit control groups (--limit-cgroup): that needs eBPF");
        }
        Demand demand = options.demand();
        Set<ExtraEvents> refused = common(demand.with());
        if (!refused.isEmpty()) {
            throw new CaptureException(
                    "ptrace cannot tell of " + words(refused) + " (--with): that needs eBPF");
        }
        if (demand.events() != null) {
            Set<ExtraEvents> missing = common(demand.events().named());
            if (!missing.isEmpty()) {
                notes.accept("ptrace cannot tell of " + words(missing) + ": that needs eBPF");
            }
        }
        Set<Detail> details = demand.details();
        if (details.contains(Detail.USER_STACK) || details.contains(Detail.KERNEL_STACK)) {
            notes.accept("ptrace takes no stacks: evt.stack.user and evt.stack.kernel are missing");
        }
        if (details.contains(Detail.TRUTH) || details.contains(Detail.OBJECT)) {
            notes.accept(
                    "ptrace does not see what the kernel took: evt.toctou and evt.object are"
                            + " missing");
        }
        if (details.contains(Detail.QUEUES)) {
            notes.accept("ptrace sees no queues: fd.rxqueue and fd.txqueue are missing");
        }
        if (options.buffers().onPressure() != OnPressure.SHED) {
            notes.accept("ptrace has no pressure: the observed wait, and nothing is lost");
        }
    }

    private static Set<ExtraEvents> common(Set<ExtraEvents> asked) {
        Set<ExtraEvents> both = EnumSet.copyOf(OUT_OF_REACH);
        both.retainAll(asked);
        return both;
    }

    private static String words(Set<ExtraEvents> extras) {
        return extras.stream().map(ExtraEvents::word).collect(Collectors.joining(" and "));
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.rules.config;

import dev.kansoku.engine.source.Losses;
import dev.kansoku.engine.state.StateLosses;
import dev.kansoku.rules.Priority;
import dev.kansoku.rules.alert.Alert;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.Consumer;

/**
 * Looks once a second of the events' time what was lost, and does what the policy says. Used by the
 * thread that detects; the counts may be read by others.
 */
public final class DropWatch {
    /** The name of the alert that tells of lost events. */
    public static final String EVENTS_LOST = "Kansoku internal: event drop";

    /** The name of the alert that tells of processes, fds and the like that were forgotten. */
    public static final String STATE_LOST = "Kansoku internal: state dropped";

    /** The source of what Kansoku tells of itself. */
    public static final String SOURCE = "internal";

    private static final long SECOND = 1_000_000_000L;

    private final String hostname;
    private final Consumer<Alert> alerts;
    private final Consumer<String> log;
    private volatile Strictness strictness;

    /** A policy, and how often it was done what it says. */
    private record Strictness(DropPolicy policy, TokenBucket events, TokenBucket state) {
        static Strictness of(DropPolicy policy) {
            return new Strictness(
                    policy,
                    new TokenBucket(policy.rate(), policy.burst()),
                    new TokenBucket(policy.rate(), policy.burst()));
        }
    }

    private Losses lossesBefore = Losses.NONE;
    private StateLosses stateBefore = new StateLosses(0, 0, 0, 0, 0, 0, 0, 0, 0);
    private long eventsBefore;
    private long next = Long.MIN_VALUE;

    private volatile long occurrences;
    private volatile long actions;

    /**
     * @param hostname of this machine, for alerts
     * @param alerts takes alerts
     * @param log takes notes for whoever runs the command
     */
    public DropWatch(
            DropPolicy policy, String hostname, Consumer<Alert> alerts, Consumer<String> log) {
        this.strictness = Strictness.of(policy);
        this.hostname = hostname;
        this.alerts = alerts;
        this.log = log;
    }

    /** Has another policy done from the next look on; by any thread. */
    public void follow(DropPolicy other) {
        if (!other.equals(strictness.policy())) {
            strictness = Strictness.of(other);
        }
    }

    /** Whether a second has gone by since the last look. */
    public boolean isDue(long nanos) {
        if (next == Long.MIN_VALUE) {
            next = nanos + SECOND;
        }
        return nanos > next;
    }

    /**
     * Looks at what was lost since the last time.
     *
     * @param nanos the time of the event at hand
     * @param events delivered so far
     * @return whether the run goes on
     */
    public boolean look(long nanos, long events, Losses losses, StateLosses state) {
        next = nanos + SECOND;
        Strictness now = strictness;
        DropPolicy policy = now.policy();
        SequencedMap<String, Long> lost = lost(losses);
        SequencedMap<String, Long> forgotten = forgotten(state);
        long delivered = events - eventsBefore;
        lossesBefore = losses;
        stateBefore = state;
        eventsBefore = events;
        if (policy.simulated()) {
            lost.put("simulated", 1L);
        }
        boolean goesOn = true;
        long count = sum(lost);
        long all = delivered + count;
        double threshold = policy.simulated() ? 0 : policy.threshold();
        if (count > 0 && (double) count / all > threshold) {
            occurrences++;
            if (now.events().claim(nanos)) {
                actions++;
                goesOn =
                        act(
                                policy,
                                nanos,
                                EVENTS_LOST,
                                count + " of " + all + " events lost in the last second",
                                all,
                                count,
                                lost);
            }
        }
        long gone = sum(forgotten);
        if (gone > 0 && now.state().claim(nanos)) {
            goesOn &=
                    act(
                            policy,
                            nanos,
                            STATE_LOST,
                            gone + " processes, fds, texts or the like forgotten",
                            all,
                            gone,
                            forgotten);
        }
        return goesOn;
    }

    private boolean act(
            DropPolicy policy,
            long nanos,
            String name,
            String what,
            long events,
            long count,
            SequencedMap<String, Long> parts) {
        StringBuilder text = new StringBuilder(name).append(". ").append(what);
        String before = ": ";
        for (Map.Entry<String, Long> part : parts.entrySet()) {
            if (part.getValue() != 0) {
                text.append(before).append(part.getKey()).append(' ').append(part.getValue());
                before = ", ";
            }
        }
        String line = text.append('.').toString();
        if (policy.actions().contains(DropPolicy.Action.LOG)
                || policy.actions().contains(DropPolicy.Action.EXIT)) {
            log.accept(line);
        }
        if (policy.actions().contains(DropPolicy.Action.ALERT)) {
            SequencedMap<String, Object> fields = new LinkedHashMap<>();
            fields.put("n_evts", events);
            fields.put("n_drops", count);
            parts.forEach((part, lost) -> fields.put("n_drops_" + part.replace(' ', '_'), lost));
            alerts.accept(
                    new Alert(
                            nanos,
                            name,
                            Priority.WARNING,
                            SOURCE,
                            hostname,
                            line,
                            List.of(),
                            fields));
        }
        if (policy.actions().contains(DropPolicy.Action.EXIT)) {
            log.accept("drops.actions has \"exit\": exiting");
            return false;
        }
        return true;
    }

    private SequencedMap<String, Long> lost(Losses now) {
        SequencedMap<String, Long> lost = new LinkedHashMap<>();
        Losses then = lossesBefore;
        lost.put("full buffer", now.droppedFull() - then.droppedFull());
        lost.put("oversize", now.droppedOversize() - then.droppedOversize());
        lost.put("nested", now.droppedNested() - then.droppedNested());
        lost.put("throttled", now.droppedThrottled() - then.droppedThrottled());
        lost.put("shed", now.shed().events() - then.shed().events());
        lost.put("unknown type", now.unknownTypes() - then.unknownTypes());
        lost.put("damaged block", now.skippedBlocks() - then.skippedBlocks());
        return lost;
    }

    private SequencedMap<String, Long> forgotten(StateLosses now) {
        SequencedMap<String, Long> lost = new LinkedHashMap<>();
        StateLosses then = stateBefore;
        lost.put("threads", now.evictedThreads() - then.evictedThreads());
        lost.put("fds", now.refusedFds() - then.refusedFds());
        lost.put("containers", now.evictedContainers() - then.evictedContainers());
        lost.put("pods", now.evictedPods() - then.evictedPods());
        lost.put("texts", now.refusedTexts() - then.refusedTexts());
        lost.put("users", now.refusedUsers() - then.refusedUsers());
        return lost;
    }

    private static long sum(SequencedMap<String, Long> parts) {
        return parts.values().stream().mapToLong(Long::longValue).sum();
    }

    /** In how many seconds more was lost than the threshold allows. */
    public long occurrences() {
        return occurrences;
    }

    /** How often something was done about it. */
    public long actions() {
        return actions;
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.rules.correlate;

import dev.kansoku.engine.EventContext;
import dev.kansoku.engine.Sink;
import dev.kansoku.event.Event;
import dev.kansoku.event.TextBuffer;
import dev.kansoku.filter.field.FieldCatalogue;
import dev.kansoku.filter.syntax.FilterException;
import dev.kansoku.rules.Behaviour;
import dev.kansoku.rules.MatchValues;
import dev.kansoku.rules.Rule;
import dev.kansoku.rules.RuleCapture;
import dev.kansoku.rules.Sequence;
import dev.kansoku.rules.Suppression;
import dev.kansoku.rules.alert.Alert;
import dev.kansoku.rules.match.MatchListener;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Stands between what matches events and what makes alerts, and between that and where alerts go:
 * holds back the matches that are only a part of something, and adds to alerts what one event alone
 * does not say.
 *
 * <pre>
 *   matcher ──► Correlator ──► alert maker ──► Correlator ──► outputs
 *               sequences,                     suppression,
 *               thresholds                     why, recordings
 * </pre>
 *
 * <p>Belongs to the thread that matches; {@link #prepare} may be called from any.
 */
public final class Correlator implements MatchListener, Consumer<Alert> {
    /** The name of the recording's file among an alert's fields. */
    private static final String CAPTURE_FIELD = "capture.file";

    /** How often is looked whose time is over, by the events' times. */
    private static final long PERIOD = 1_000_000_000L;

    private final FieldCatalogue<EventContext> fields;
    private final MatchValues values;
    private volatile CorrelationOptions options;
    private final Consumer<Alert> outputs;
    private final Suppressor suppressor;
    private final @Nullable WhyTeller why;
    private final long seed = new SecureRandom().nextLong();
    private final TextBuffer key = new TextBuffer();
    private volatile MatchListener maker = (_, _) -> {};
    private boolean making;
    private @Nullable Alert made;
    private long nextLook = Long.MIN_VALUE;

    /** What was asked before an exchange, for events that are being matched meanwhile. */
    private record Rules(Map<Rule, Part> now, Map<Rule, Part> before) {
        @Nullable Part of(Rule rule) {
            Part part = now.get(rule);
            return part != null ? part : before.get(rule);
        }
    }

    private volatile Rules rules = new Rules(Map.of(), Map.of());

    /** A rule with what is remembered for it. */
    private record Entry(
            Rule rule,
            @Nullable SequenceTracker sequence,
            @Nullable ThresholdCounter threshold,
            @Nullable Suppression suppression,
            @Nullable KeyReader suppressedBy) {}

    /**
     * What is matched for a rule: itself, or one of its steps.
     *
     * @param step from 0 on, -1 for the rule itself
     */
    private record Part(Entry entry, int step) {}

    /**
     * @param fields of events as text for people has them
     * @param values what alert makers take from matches beside their events
     * @param outputs where alerts go
     */
    public Correlator(
            FieldCatalogue<EventContext> fields,
            MatchValues values,
            CorrelationOptions options,
            Consumer<Alert> outputs) {
        this.fields = fields;
        this.values = values;
        this.options = options;
        this.outputs = outputs;
        this.suppressor = new Suppressor(options.limits().suppressions(), seed, outputs);
        RecentEvents memory = options.memory();
        this.why = memory == null ? null : new WhyTeller(fields, memory, options.mask());
    }

    /**
     * Does otherwise what is not the rules' own matter: of alerts from now on, of rules from the
     * next {@link #prepare} on.
     *
     * @param dedupNanos as in the options
     * @param ofAll whether alerts of all rules say why
     * @return whether alerts can say why where they should; they cannot where nothing has been
     *     remembered for it since the beginning
     */
    public boolean change(long dedupNanos, boolean ofAll) {
        CorrelationOptions now = options;
        options =
                now.withDedup(dedupNanos)
                        .withMemory(now.memory(), now.memory() != null && ofAll, now.mask());
        return !ofAll || now.memory() != null;
    }

    /** Says what makes alerts of matches, and gives them to this one. */
    public void to(MatchListener alertMaker) {
        maker = alertMaker;
    }

    /**
     * Makes rules ready in the place of those before. What is remembered for a rule that stays as
     * it is stays too.
     *
     * @return the rules that are to be matched: those that only look on first, and instead of a
     *     sequence its steps, the last one first
     * @throws FilterException where a rule names what no field is
     */
    public List<Rule> prepare(List<Rule> set) throws FilterException {
        Map<Rule, Part> before = rules.now();
        Map<String, Entry> known = new LinkedHashMap<>();
        before.values().forEach(part -> known.put(part.entry().rule().name(), part.entry()));
        Map<Rule, Part> parts = new IdentityHashMap<>();
        List<Rule> looking = new ArrayList<>();
        List<Rule> telling = new ArrayList<>();
        for (Rule rule : set) {
            Entry entry = entry(rule, known.get(rule.name()));
            Sequence sequence = rule.behaviour().sequence();
            if (sequence == null) {
                (rule.behaviour().looksOn() ? looking : telling).add(rule);
                parts.put(rule, new Part(entry, -1));
                continue;
            }
            for (int i = sequence.steps().size() - 1; i >= 0; i--) {
                Rule step = step(rule, sequence.steps().get(i), i);
                looking.add(step);
                parts.put(step, new Part(entry, i));
            }
        }
        rules = new Rules(parts, before);
        looking.addAll(telling);
        return looking;
    }

    private static Rule step(Rule rule, Sequence.Step step, int number) {
        return new Rule(
                rule.name() + " [" + (number + 1) + ": " + step.name() + "]",
                "A step of " + rule.name() + ".",
                step.condition(),
                step.conditionText(),
                "",
                rule.priority(),
                rule.source(),
                rule.tags(),
                rule.where(),
                Behaviour.STEP);
    }

    private Entry entry(Rule rule, @Nullable Entry before) throws FilterException {
        Behaviour behaviour = rule.behaviour();
        Suppression suppression = behaviour.suppression();
        if (suppression == null && options.dedupNanos() > 0) {
            suppression = new Suppression(options.dedupNanos(), null);
        }
        List<String> by = suppression == null ? null : suppression.by();
        KeyReader suppressedBy = by == null ? null : new KeyReader(by, fields, seed);
        if (before != null && isSame(before.rule(), rule)) {
            return new Entry(
                    rule, before.sequence(), before.threshold(), suppression, suppressedBy);
        }
        CorrelationLimits limits = options.limits();
        return new Entry(
                rule,
                behaviour.sequence() == null
                        ? null
                        : new SequenceTracker(
                                behaviour.sequence(),
                                rule.output(),
                                fields,
                                limits.sequences(),
                                seed),
                behaviour.threshold() == null
                        ? null
                        : new ThresholdCounter(
                                behaviour.threshold(), fields, limits.windows(), seed),
                suppression,
                suppressedBy);
    }

    /** Whether what was remembered for one rule is right for another. */
    private static boolean isSame(Rule one, Rule other) {
        return one.behaviour().equals(other.behaviour())
                && one.conditionText().equals(other.conditionText())
                && one.output().equals(other.output());
    }

    @Override
    public void matched(Rule rule, EventContext context) throws IOException {
        Part part = rules.of(rule);
        if (part == null) {
            maker.matched(rule, context);
            return;
        }
        Entry entry = part.entry();
        try {
            if (isWhole(entry, part.step(), context)) {
                tell(entry, context);
            }
        } finally {
            values.clear();
        }
    }

    /** Whether with the event at hand there is all that a rule waits for. */
    private boolean isWhole(Entry entry, int step, EventContext context) {
        SequenceTracker sequence = entry.sequence();
        if (sequence != null && !sequence.happened(step, context, values)) {
            return false;
        }
        ThresholdCounter threshold = entry.threshold();
        return threshold == null || threshold.counted(context, values);
    }

    private void tell(Entry entry, EventContext context) throws IOException {
        Rule rule = entry.rule();
        Suppression suppression = entry.suppression();
        KeyReader by = entry.suppressedBy();
        long now = context.event().timestamp();
        timeIs(now);
        long untold = 0;
        if (suppression != null && by != null) {
            key.clear().put(rule.name()).put(0);
            by.read(context, key);
            untold = suppressor.ask(key, now, suppression.forNanos());
            if (untold < 0) {
                return;
            }
        }
        Alert alert = alert(rule, context);
        if (alert == null) {
            return;
        }
        if (suppression != null && by == null) {
            key.clear().put(rule.name()).put(0).put(alert.output());
            untold = suppressor.ask(key, now, suppression.forNanos());
            if (untold < 0) {
                return;
            }
        }
        if (suppression != null) {
            suppressor.told(key, alert);
        }
        outputs.accept(complete(rule, alert, untold, context));
    }

    private @Nullable Alert alert(Rule rule, EventContext context) throws IOException {
        made = null;
        making = true;
        try {
            maker.matched(rule, context);
        } finally {
            making = false;
        }
        return made;
    }

    private Alert complete(Rule rule, Alert alert, long untold, EventContext context)
            throws IOException {
        Alert complete = untold > 0 ? Suppressor.saying(alert, untold, alert.nanos()) : alert;
        RuleCapture capture = rule.behaviour().capture();
        MatchRecorder recorder = options.recorder();
        if (capture != null && recorder != null) {
            String file = recorder.record(rule, capture, context);
            complete = file == null ? complete : recordedIn(complete, file);
        }
        if (why != null && (options.why() || rule.behaviour().why())) {
            complete = complete.withWhy(why.tell(context));
        }
        return complete;
    }

    private static Alert recordedIn(Alert alert, String file) {
        SequencedMap<String, @Nullable Object> with = new LinkedHashMap<>(alert.fields());
        with.put(CAPTURE_FIELD, file);
        return new Alert(
                alert.nanos(),
                alert.rule(),
                alert.priority(),
                alert.source(),
                alert.hostname(),
                alert.output() + " (recorded in " + file + ")",
                alert.tags(),
                with,
                alert.why());
    }

    /** Takes an alert from the maker. */
    @Override
    public void accept(Alert alert) {
        if (making) {
            made = alert;
        } else {
            outputs.accept(alert);
        }
    }

    /**
     * Says what time it is, so that what was not told is told when its time is over. Costs a
     * comparison.
     *
     * @param nanos since the epoch: the time of the event at hand, or now where events are live and
     *     none come
     */
    public void timeIs(long nanos) {
        if (nanos >= nextLook) {
            nextLook = nanos + PERIOD;
            suppressor.close(nanos);
        }
    }

    /**
     * Tells this one the time of each event, and hands the events on to another sink.
     *
     * @param clock what time it is where no events come, or null where time stands still then
     */
    public Sink before(Sink next, @Nullable LongSupplier clock) {
        Sink timed =
                new Sink() {
                    @Override
                    public boolean accept(EventContext context) throws IOException {
                        timeIs(context.event().timestamp());
                        return next.accept(context);
                    }

                    @Override
                    public void passedOver(EventContext context) throws IOException {
                        timeIs(context.event().timestamp());
                        next.passedOver(context);
                    }

                    @Override
                    public boolean wantsHidden(Event event) {
                        return next.wantsHidden(event);
                    }

                    @Override
                    public void idle() throws IOException {
                        if (clock != null) {
                            timeIs(clock.getAsLong());
                        }
                        next.idle();
                    }
                };
        RecentEvents memory = options.memory();
        return memory == null ? timed : memory.before(timed);
    }

    /** No more events come: tells what was not told. */
    public void end() {
        suppressor.closeAll();
    }

    /** How much is remembered, and what had to make room. */
    public CorrelationCounts counts() {
        long sequences = 0;
        long windows = 0;
        long evictedSequences = 0;
        long evictedWindows = 0;
        Map<Entry, Boolean> seen = new IdentityHashMap<>();
        for (Part part : rules.now().values()) {
            Entry entry = part.entry();
            if (seen.put(entry, true) != null) {
                continue;
            }
            SequenceTracker sequence = entry.sequence();
            if (sequence != null) {
                sequences += sequence.size();
                evictedSequences += sequence.evicted();
            }
            ThresholdCounter threshold = entry.threshold();
            if (threshold != null) {
                windows += threshold.size();
                evictedWindows += threshold.evicted();
            }
        }
        return new CorrelationCounts(
                sequences,
                windows,
                suppressor.size(),
                evictedSequences,
                evictedWindows,
                suppressor.evicted(),
                suppressor.suppressed());
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.cli.detect;

import dev.kansoku.cli.console.OutputException;
import dev.kansoku.cli.recording.FlightRecorder;
import dev.kansoku.cli.request.CorrelationRequest;
import dev.kansoku.cli.request.FlightLimits;
import dev.kansoku.cli.request.Recording;
import dev.kansoku.cli.request.Rotation;
import dev.kansoku.engine.EventContext;
import dev.kansoku.engine.Sink;
import dev.kansoku.engine.source.EventSource;
import dev.kansoku.engine.state.StateLimits;
import dev.kansoku.filter.field.FieldCatalogue;
import dev.kansoku.filter.syntax.FilterException;
import dev.kansoku.rules.MatchFields;
import dev.kansoku.rules.MatchValues;
import dev.kansoku.rules.Rule;
import dev.kansoku.rules.RuleCapture;
import dev.kansoku.rules.alert.Alert;
import dev.kansoku.rules.correlate.CorrelationCounts;
import dev.kansoku.rules.correlate.CorrelationOptions;
import dev.kansoku.rules.correlate.Correlator;
import dev.kansoku.rules.correlate.RecentEvents;
import dev.kansoku.rules.match.MatchListener;
import dev.kansoku.scap.ScapWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** What rules of a run ask for beyond single events: remembers it, and records around matches. */
final class CorrelationDesk {
    private static final int MOST_FILES = 100;
    private static final long MOST_BYTES = 64L << 20;
    private static final int MEMORY = 64 << 20;
    private static final DateTimeFormatter NAME =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss").withZone(ZoneOffset.UTC);

    private final MatchValues values = new MatchValues();
    private CorrelationRequest request;
    private final boolean remembers;
    private final Correlator correlator;
    private final List<RuleCapture> captures = new ArrayList<>();
    private @Nullable FlightRecorder flight;

    /**
     * @param rules those that the run begins with
     * @param fields of events as text for people has them
     * @param mask takes the secrets out of a text
     * @param outputs where alerts go
     */
    CorrelationDesk(
            CorrelationRequest request,
            List<Rule> rules,
            FieldCatalogue<EventContext> fields,
            UnaryOperator<String> mask,
            Consumer<Alert> outputs) {
        this.request = request;
        for (Rule rule : rules) {
            RuleCapture capture = rule.behaviour().capture();
            if (capture != null) {
                captures.add(capture);
            }
        }
        CorrelationOptions options =
                CorrelationOptions.USUAL
                        .withDedup(request.dedupNanos())
                        .withRecorder((_, wanted, context) -> record(wanted, context));
        remembers = request.why() || asksWhy(rules);
        if (remembers) {
            options = options.withMemory(new RecentEvents(), request.why(), mask);
        }
        correlator = new Correlator(fields, values, options, outputs);
    }

    private static boolean asksWhy(List<Rule> rules) {
        return rules.stream().anyMatch(rule -> rule.behaviour().why());
    }

    /**
     * Does as another request says from now on, as far as that can be without a restart.
     *
     * @param rules those that are to be at work then
     * @param notes is told of what cannot
     */
    void change(CorrelationRequest other, List<Rule> rules, Consumer<String> notes) {
        boolean whys = correlator.change(other.dedupNanos(), other.why());
        if (!whys || (asksWhy(rules) && !remembers)) {
            notes.accept(
                    "a restart is needed for alerts that say why: what processes do is remembered"
                            + " from the start");
        }
        boolean records = rules.stream().anyMatch(rule -> rule.behaviour().capture() != null);
        if (!Objects.equals(other.folder(), request.folder())
                || (records && other.folder() != null && flight == null)) {
            notes.accept("a restart is needed for recordings around matches");
        }
        request = new CorrelationRequest(other.dedupNanos(), other.why(), request.folder());
    }

    /** How much is remembered; by any thread, about. */
    CorrelationCounts counts() {
        return correlator.counts();
    }

    /** The fields that alerts may name: those of events, and those that only matches have. */
    FieldCatalogue<EventContext> fields(FieldCatalogue<EventContext> ofEvents) {
        return new MatchFields(ofEvents, values);
    }

    /** What alerts are to be given to. */
    Consumer<Alert> alerts() {
        return correlator;
    }

    /** Takes matches, and hands them on to what makes alerts. */
    MatchListener listener(MatchListener maker) {
        correlator.to(maker);
        return correlator;
    }

    /** What is to be matched for rules. */
    List<Rule> matched(List<Rule> rules) throws FilterException {
        return correlator.prepare(rules);
    }

    /** Whether recordings are asked for. */
    boolean records() {
        return request.folder() != null && !captures.isEmpty();
    }

    /**
     * A source that recordings can be made of; null where none are asked for.
     *
     * @param notes is told of each recording
     */
    @Nullable FlightRecorder recorder(
            EventSource source, StateLimits states, Consumer<String> notes) {
        String folder = request.folder();
        if (folder == null && !captures.isEmpty()) {
            notes.accept(
                    captures.size()
                            + " rules record around their matches: --capture-dir FOLDER says"
                            + " where");
        }
        if (folder == null || captures.isEmpty()) {
            return null;
        }
        long before = captures.stream().mapToLong(RuleCapture::beforeNanos).max().orElse(0);
        String name = "match-" + NAME.format(Instant.now()) + "-" + ProcessHandle.current().pid();
        flight =
                new FlightRecorder(
                        source,
                        new FlightLimits(before, MEMORY, MOST_FILES, MOST_BYTES, true),
                        new Recording(
                                Path.of(folder).resolve(name + ".scap").toString(),
                                ScapWriter.Compression.NONE,
                                Rotation.NONE,
                                false,
                                null),
                        null,
                        0,
                        states,
                        notes);
        return flight;
    }

    private static long now() {
        Instant now = Instant.now();
        return now.getEpochSecond() * 1_000_000_000L + now.getNano();
    }

    private @Nullable String record(RuleCapture wanted, EventContext context) {
        FlightRecorder recorder = flight;
        if (recorder == null) {
            return null;
        }
        try {
            return recorder.record(context.event(), wanted.afterNanos());
        } catch (OutputException e) {
            recorder.giveUp(e);
            return null;
        }
    }

    /**
     * Where events go on their way to the rules.
     *
     * @param live whether time goes on where no events come
     */
    Sink sink(Sink rules, boolean live) {
        Sink sink = correlator.before(rules, live ? CorrelationDesk::now : null);
        return flight == null ? sink : flight.before(sink);
    }

    /** No more events come. */
    void end() {
        correlator.end();
    }

    /** Says what was counted and not told, and what there was no room for. */
    void tell(Consumer<String> notes) {
        CorrelationCounts counts = correlator.counts();
        if (counts.suppressed() > 0) {
            notes.accept(counts.suppressed() + " alerts were equal to others and not told");
        }
        long evicted =
                counts.evictedSequences() + counts.evictedWindows() + counts.evictedSuppressions();
        if (evicted > 0) {
            notes.accept(
                    "rules had to forget before the time: "
                            + counts.evictedSequences()
                            + " sequences, "
                            + counts.evictedWindows()
                            + " thresholds, "
                            + counts.evictedSuppressions()
                            + " suppressions");
        }
    }
}

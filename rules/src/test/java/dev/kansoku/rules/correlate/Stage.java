// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.rules.correlate;

import dev.kansoku.engine.EventContext;
import dev.kansoku.engine.Sink;
import dev.kansoku.engine.fields.EngineFields;
import dev.kansoku.engine.fields.FieldOptions;
import dev.kansoku.event.Event;
import dev.kansoku.event.EventBuilder;
import dev.kansoku.event.EventFlag;
import dev.kansoku.event.EventTable;
import dev.kansoku.event.EventType;
import dev.kansoku.event.start.ProcessEntry;
import dev.kansoku.filter.Filter;
import dev.kansoku.filter.field.FieldCatalogue;
import dev.kansoku.filter.plan.TypedPlan;
import dev.kansoku.filter.syntax.Dialect;
import dev.kansoku.filter.syntax.FilterException;
import dev.kansoku.filter.syntax.SysdigParser;
import dev.kansoku.rules.Behaviour;
import dev.kansoku.rules.JoinKey;
import dev.kansoku.rules.MatchFields;
import dev.kansoku.rules.MatchValues;
import dev.kansoku.rules.Place;
import dev.kansoku.rules.Priority;
import dev.kansoku.rules.Rule;
import dev.kansoku.rules.Sequence;
import dev.kansoku.rules.alert.Alert;
import dev.kansoku.rules.alert.AlertMaker;
import dev.kansoku.rules.detect.Detector;
import dev.kansoku.rules.match.FusedMatcher;
import dev.kansoku.rules.match.Matching;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Plays hand-made events to rules, and notes the alerts. */
final class Stage {
    static final long SECOND = 1_000_000_000L;
    static final FieldCatalogue<EventContext> FIELDS =
            new EngineFields(FieldOptions.text().withNames(false));

    private static final int OPEN = newest("open");
    private static final int UNLINK = newest("unlink");

    final List<Alert> alerts = new ArrayList<>();
    final Correlator correlator;
    private final MatchValues values = new MatchValues();
    private final MatchFields shown = new MatchFields(FIELDS, values);
    private final EventContext context = new EventContext();
    private final EventBuilder builder = new EventBuilder();
    private final AlertMaker maker;
    private final Detector detector;
    private final Sink sink;
    private final Matching matching;
    private long now = 1_700_000_000L * SECOND;

    Stage(CorrelationOptions options, Matching matching, Rule... rules) throws FilterException {
        this.matching = matching;
        correlator = new Correlator(FIELDS, values, options, alerts::add);
        maker = new AlertMaker(shown, shown, null, "here", "", correlator);
        correlator.to(maker);
        List<Rule> matched = correlator.prepare(List.of(rules));
        maker.prepare(List.of(rules));
        detector = new Detector(new FusedMatcher(matched, FIELDS, matching), correlator);

        sink = correlator.before(detector, null);
    }

    Stage(Rule... rules) throws FilterException {
        this(CorrelationOptions.USUAL, Matching.ALL, rules);
    }

    /** Other rules take the place of those at work. */
    void exchange(Rule... rules) throws FilterException {
        List<Rule> matched = correlator.prepare(List.of(rules));
        maker.prepare(List.of(rules));
        detector.exchange(new FusedMatcher(matched, FIELDS, matching));
    }

    static TypedPlan plan(String condition) {
        try {
            return Filter.plan(SysdigParser.parse(condition), Dialect.SYSDIG, condition, FIELDS);
        } catch (FilterException e) {
            throw new IllegalArgumentException(e.report(), e);
        }
    }

    static Rule rule(String name, String condition, String output, Behaviour behaviour) {
        return new Rule(
                name,
                "",
                plan(condition),
                condition,
                output,
                Priority.WARNING,
                Rule.SYSCALL,
                List.of(),
                new Place("test.yaml", 1, 1),
                behaviour);
    }

    /** A sequence of conditions, joined by one process tree or by fields. */
    static Rule sequence(JoinKey by, long within, String output, String... conditions) {
        List<Sequence.Step> steps = new ArrayList<>();
        for (String condition : conditions) {
            steps.add(
                    new Sequence.Step(
                            "step " + (steps.size() + 1), plan(condition), condition, by));
        }
        Sequence sequence = new Sequence(steps, within);
        return rule(
                "sequence",
                String.join(" or ", conditions),
                output,
                new Behaviour(sequence, null, null, false, null, false));
    }

    static JoinKey by(String... fields) {
        return new JoinKey(false, List.of(fields));
    }

    Stage process(long pid, long ppid, String comm) {
        ProcessEntry entry = new ProcessEntry();
        entry.tid = pid;
        entry.pid = pid;
        entry.ptid = ppid;
        entry.vtid = pid;
        entry.vpid = pid;
        entry.comm = ascii(comm);
        entry.exe = ascii("/bin/" + comm);
        entry.args = ascii("--all\0");
        entry.cwd = ascii("/home");
        entry.sid = 7;
        entry.uid = 1000;
        entry.gid = 1000;
        context.state().process(entry);
        return this;
    }

    /** A process opens a file for reading; its fd is 3. */
    Stage opens(long pid, String file) {
        return play(
                builder.begin(OPEN, now, pid, 6)
                        .number(3)
                        .text(file)
                        .number(1)
                        .number(0)
                        .number(0)
                        .number(0));
    }

    Stage removes(long pid, String file) {
        return play(builder.begin(UNLINK, now, pid, 2).number(0).text(file));
    }

    private Stage play(EventBuilder made) {
        made.finish(context.event());
        context.state().apply(context.event());
        try {
            sink.accept(context);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return this;
    }

    Stage later(long nanos) {
        now += nanos;
        return this;
    }

    long now() {
        return now;
    }

    Event event() {
        return context.event();
    }

    List<String> outputs() {
        return alerts.stream().map(Alert::output).toList();
    }

    private static int newest(String name) {
        int newest = -1;
        for (EventType type : EventTable.all()) {
            if (type.name().equals(name) && type.isExit() && !type.has(EventFlag.UNUSED)) {
                newest = type.code();
            }
        }
        return newest;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.cli.detect;

import dev.kansoku.capture.CaptureException;
import dev.kansoku.capture.Demand;
import dev.kansoku.capture.LiveSource;
import dev.kansoku.capture.WantedEvents;
import dev.kansoku.cli.console.ExitStatus;
import dev.kansoku.cli.console.Failure;
import dev.kansoku.cli.console.Interruption;
import dev.kansoku.cli.console.Output;
import dev.kansoku.cli.console.Printable;
import dev.kansoku.cli.recording.FlightRecorder;
import dev.kansoku.cli.request.DetectRequest;
import dev.kansoku.cli.request.Layout;
import dev.kansoku.cli.request.Selection;
import dev.kansoku.engine.EventContext;
import dev.kansoku.engine.Pipeline;
import dev.kansoku.engine.Sink;
import dev.kansoku.engine.convert.ExitsOnly;
import dev.kansoku.engine.source.EventSource;
import dev.kansoku.engine.state.StateLimits;
import dev.kansoku.event.EventTable;
import dev.kansoku.filter.Filter;
import dev.kansoku.filter.field.FieldCatalogue;
import dev.kansoku.filter.plan.Plan;
import dev.kansoku.filter.plan.TypedPlan;
import dev.kansoku.filter.syntax.FilterException;
import dev.kansoku.rules.Rule;
import dev.kansoku.rules.alert.AlertForm;
import dev.kansoku.rules.alert.AlertJson;
import dev.kansoku.rules.alert.AlertLines;
import dev.kansoku.rules.alert.AlertMaker;
import dev.kansoku.rules.alert.AlertText;
import dev.kansoku.rules.alert.AlertTime;
import dev.kansoku.rules.alert.Secrets;
import dev.kansoku.rules.detect.Beginnings;
import dev.kansoku.rules.detect.Detector;
import dev.kansoku.rules.detect.Rehearsal;
import dev.kansoku.rules.match.FusedMatcher;
import dev.kansoku.rules.match.ProfileReport;
import dev.kansoku.rules.match.ProfilingMatcher;
import dev.kansoku.rules.match.RuleMatcher;
import dev.kansoku.rules.output.OutputSpec;
import java.io.PrintStream;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The rules of a run: loads them, shows them the events, and prints what they tell. */
public final class DetectDesk {
    /** Calls that can wait for long, of which rules are told when they begin. */
    private static final Set<String> WAITING = Set.of("connect");

    private static final String HOSTNAME = "KANSOKU_HOSTNAME";

    private final DetectRequest request;
    private final boolean json;
    private final FieldCatalogue<EventContext> fields;
    private final boolean quiet;
    private final PrintStream notes;
    private final DetectUpkeep upkeep;
    private List<Rule> rules;
    private RuleMatcher matcher;
    private final AlertPrinter printer;
    private final FieldCatalogue<EventContext> typed;
    private volatile @Nullable Secrets secrets;
    private AlertMaker maker;
    private final CorrelationDesk correlation;
    private final boolean live;
    private @Nullable AlertOutputs outputs;
    private @Nullable Thread rehearsal;

    /** What was asked for beside the rules, and what is observed, as far as it is known yet. */
    private Demand beside = Demand.PLAIN;

    private @Nullable Filter<EventContext> filter;
    private @Nullable LiveSource source;
    private Demand opened = Demand.PLAIN;
    private @Nullable Detector detector;

    private DetectDesk(
            Selection selection,
            DetectRequest request,
            FieldCatalogue<EventContext> text,
            FieldCatalogue<EventContext> typed,
            List<Rule> rules,
            boolean live,
            DetectUpkeep upkeep,
            AlertPrinter printer,
            PrintStream notes)
            throws FilterException {
        this.request = request;
        this.json = selection.layout() instanceof Layout.Json;
        this.fields = text;
        this.rules = rules;
        this.live = live;
        this.quiet = selection.quiet();
        this.notes = notes;
        this.upkeep = upkeep;
        this.printer = printer;
        this.typed = typed;
        this.secrets = request.secretsShown() ? null : Secrets.USUAL;
        this.correlation =
                new CorrelationDesk(
                        request.correlation(), rules, text, this::masked, upkeep.counted(printer));
        upkeep.tellMetricsOf(correlation::counts);
        this.maker = maker(request);
        maker.prepare(rules);
        this.matcher = matcher(correlation.matched(rules), request);
    }

    private String masked(String text) {
        Secrets now = secrets;
        return now == null ? text : now.masked(text);
    }

    private AlertMaker maker(DetectRequest asked) {
        return new AlertMaker(
                correlation.fields(fields),
                correlation.fields(typed),
                asked.secretsShown() ? null : Secrets.USUAL,
                System.getenv(HOSTNAME),
                asked.containers() ? AlertMaker.OF_CONTAINER : "",
                correlation.alerts());
    }

    /**
     * Makes what is asked for; null where no detection is.
     *
     * @param notes is told what is wrong with the rules
     */
    public static @Nullable DetectDesk of(
            Selection selection,
            FieldCatalogue<EventContext> text,
            FieldCatalogue<EventContext> typed,
            boolean live,
            PrintStream notes)
            throws Failure {
        DetectRequest request = selection.detect();
        if (request == null) {
            return null;
        }
        AlertPrinter printer =
                new AlertPrinter(form(selection, request), selection.mostEvents(), live);
        DetectUpkeep upkeep =
                new DetectUpkeep(
                        request.setup(),
                        System.getenv().getOrDefault(HOSTNAME, ""),
                        printer,
                        line -> {
                            if (!selection.quiet()) {
                                notes.println("kansoku: " + Printable.line(line));
                            }
                        });
        if (live) {
            upkeep.watchFiles(request.rules());
        }
        List<Rule> rules = LoadedRules.load(request, text, selection.quiet(), notes);
        try {
            return new DetectDesk(
                    selection, request, text, typed, rules, live, upkeep, printer, notes);
        } catch (FilterException e) {
            throw new Failure(ExitStatus.USAGE, "rules: " + e.report());
        }
    }

    private RuleMatcher matcher(List<Rule> of, DetectRequest asked) {
        return asked.profile()
                ? new ProfilingMatcher(of, fields, asked.matching())
                : new FusedMatcher(of, fields, asked.matching());
    }

    private static AlertForm form(Selection selection, DetectRequest request) {
        AlertTime time = new AlertTime(ZoneId.systemDefault(), request.iso());
        return selection.layout() instanceof Layout.Json
                ? json(request, time)
                : new AlertLines(new AlertText(time));
    }

    private static AlertForm json(DetectRequest request, AlertTime time) {
        return new AlertJson(
                time, !request.without().contains("output"), !request.without().contains("tags"));
    }

    /**
     * What a live source is to tell, as far as the rules decide it.
     *
     * @param asked what was asked for beside the rules
     * @param filter what all events must pass, or null
     */
    public Demand demand(Demand asked, @Nullable Filter<EventContext> filter) {
        this.beside = asked;
        this.filter = filter;
        opened = demand(rules);
        rehearsal = Thread.ofPlatform().daemon().name("kansoku-rehearse").start(this::rehearse);
        return opened;
    }

    /** While the source is opened, which takes longer: so that the first alert comes at once. */
    private void rehearse() {
        AlertTime time = new AlertTime(ZoneId.systemDefault(), request.iso());
        List<AlertForm> forms = new ArrayList<>();
        forms.add(new AlertText(time));
        if (json || !request.outputs().isEmpty()) {
            forms.add(json(request, time));
        }
        try {
            Rehearsal.play(
                    matcher instanceof FusedMatcher fused ? fused : null, rules, maker, forms);
        } catch (RuntimeException e) {
            upkeep.note("the first alert may come late, since its rehearsal failed: " + e);
        }
    }

    private void awaitRehearsal() {
        Thread thread = rehearsal;
        if (thread == null) {
            return;
        }
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        rehearsal = null;
    }

    private Demand demand(List<Rule> of) {
        Demand asked = beside;
        List<Plan> conditions = new ArrayList<>();
        for (Rule rule : of) {
            conditions.add(rule.condition().whole());
        }
        Plan any = new Plan.Any(conditions);
        Plan all = filter == null ? any : new Plan.All(List.of(filter.plan().whole(), any));
        TypedPlan plan = TypedPlan.of(all, fields);
        Demand demand =
                Demand.of(plan.fields(), WantedEvents.of(Filter.of(plan, fields)))
                        .with(asked.details())
                        .withExtras(asked.with());
        Set<String> entries = new HashSet<>(asked.entries());
        for (String call : WAITING) {
            if (EventTable.all().stream()
                    .anyMatch(
                            type ->
                                    type.name().equals(call)
                                            && plan.eventTypes().get(type.code()))) {
                entries.add(call);
            }
        }
        return demand.withEntries(entries);
    }

    /** The codes of the event types that some rule can match. */
    public BitSet eventTypes() {
        BitSet types = matcher.eventTypes();
        if (correlation.records()) {
            types.set(0, EventTable.size()); // a recording has what rules do not want too
        }
        return types;
    }

    /**
     * What recordings around matches are made of; null where none are asked for.
     *
     * @param notes is told of each recording
     */
    public @Nullable FlightRecorder recorder(
            EventSource source, StateLimits states, Consumer<String> notes) {
        return correlation.recorder(source, states, notes);
    }

    /** Of a replay: what the rules are shown of it, where it is not shown as it is. */
    public @Nullable ExitsOnly whole(EventSource source) {
        return request.enters() ? null : new ExitsOnly(source, matcher.eventTypes());
    }

    /** Where events go. */
    public Sink sink(Output output) {
        Beginnings beginnings =
                live ? Beginnings.ONCE : request.enters() ? Beginnings.APART : Beginnings.HIDDEN;
        detector = new Detector(matcher, correlation.listener(maker), beginnings);
        return correlation.sink(printer.sink(detector, output), live);
    }

    /** No more events come: tells what is still to be told. */
    public void end() {
        correlation.end();
    }

    /** With a look at what is lost. */
    public EventSource guarded(EventSource from) {
        return upkeep.guarded(from);
    }

    /** Notes where live events come from, which new rules may want others of. */
    public void observe(LiveSource from) {
        source = from;
    }

    /**
     * Begins what keeps detection running.
     *
     * @param pipeline that shows events to the {@link #sink}
     */
    public void open(EventContext context, Pipeline pipeline, Interruption interruption)
            throws Failure {
        awaitRehearsal();
        LiveSource from = source;
        AlertOutputs to = outputs;
        upkeep.open(
                context,
                rules.size(),
                to == null ? List::of : to::counts,
                from == null ? null : asked -> exchange(asked, from, pipeline),
                interruption);
    }

    /**
     * Puts rules that are read anew in the place of those at work. Between the two the source tells
     * of what either wants, so that no event is missed.
     */
    private int exchange(DetectRequest asked, LiveSource from, Pipeline pipeline) throws Failure {
        List<Rule> loaded = LoadedRules.load(asked, fields, quiet, notes);
        List<Rule> both = new ArrayList<>(rules);
        both.addAll(loaded);
        RuleMatcher made;
        AlertMaker other = maker(asked);
        try {
            correlation.change(asked.correlation(), loaded, upkeep::note);
            made = matcher(correlation.matched(loaded), asked);
            other.prepare(both);
            Demand wanted = demand(loaded);
            if (!opened.details().containsAll(wanted.details())
                    || !opened.entries().containsAll(wanted.entries())) {
                upkeep.note(
                        "a restart is needed for all that the new rules ask for: latency, stacks"
                                + " and beginnings of calls are attached at the start alone");
            }
            if (asked.secretsShown()) {
                exchangeOutputs(asked); // the ones before were told no secrets, and are not now
            }
            secrets = asked.secretsShown() ? null : Secrets.USUAL;
            correlation.listener(other);
            from.narrow(demand(both).events());
            pipeline.want(eventTypes(made, matcher));
            if (detector != null) {
                detector.exchange(made);
            }
            from.narrow(wanted.events());
            pipeline.want(eventTypes(made, made));
            other.prepare(loaded);
        } catch (FilterException e) {
            throw new Failure(ExitStatus.USAGE, "rules: " + e.report());
        } catch (CaptureException e) {
            throw new Failure(ExitStatus.FAILURE, Printable.line(e.getMessage()));
        }
        rules = loaded;
        matcher = made;
        maker = other;
        if (!asked.secretsShown()) {
            exchangeOutputs(asked);
        }
        return loaded.size();
    }

    /** Those that stay as they were go on; where new ones cannot be opened all do. */
    private void exchangeOutputs(DetectRequest asked) {
        AlertOutputs to = outputs;
        if (to == null) {
            return;
        }
        try {
            to.exchange(specs(asked.outputs()));
        } catch (Failure e) {
            upkeep.note("alerts go where they went before: " + e.getMessage());
        }
    }

    /** Live there is always an output: nothing may wait for a terminal. */
    private static List<OutputSpec> specs(List<OutputSpec> asked) {
        return asked.isEmpty() ? List.of(new OutputSpec("stdout", new LinkedHashMap<>())) : asked;
    }

    private BitSet eventTypes(RuleMatcher one, RuleMatcher other) {
        BitSet types = one.eventTypes();
        types.or(other.eventTypes());
        Filter<EventContext> asked = filter;
        if (asked != null) {
            types.and(asked.eventTypes());
        }
        return types;
    }

    /** Ends what keeps detection running. */
    public void close() {
        upkeep.close();
    }

    /**
     * Opens where alerts go, while this process may open it. What is printed live goes through an
     * output too, since nothing may wait for a terminal.
     *
     * @return whether something else may be opened later
     */
    public boolean openOutputs(Selection selection, Consumer<String> notes) throws Failure {
        List<OutputSpec> specs = request.outputs();
        if (specs.isEmpty() && live && selection.output() == null) {
            specs = specs(specs);
        }
        if (specs.isEmpty()) {
            return false;
        }
        AlertTime time = new AlertTime(ZoneId.systemDefault(), request.iso());
        AlertText line = new AlertText(time);
        outputs =
                AlertOutputs.open(
                        specs,
                        request.outputs().isEmpty() ? new AlertLines(line) : line,
                        json(request, time),
                        selection.layout() instanceof Layout.Json,
                        live,
                        notes);
        printer.sendTo(outputs);
        return !request.outputs().isEmpty() || (live && upkeep.readsSettings());
    }

    /** Sends what is not sent yet. */
    public void closeOutputs() {
        if (outputs != null) {
            outputs.close();
        }
    }

    /** Tells what the alerts came to. */
    public void tell(PrintStream notes) {
        printer.counts().lines().forEach(line -> notes.println(Printable.line(line)));
        correlation.tell(line -> notes.println(Printable.line(line)));
    }

    /** Tells what the rules cost, where that was asked for. */
    public void tellCosts(PrintStream notes) {
        if (matcher instanceof ProfilingMatcher profiled) {
            (json ? ProfileReport.json(profiled) : ProfileReport.table(profiled))
                    .forEach(line -> notes.println(Printable.line(line)));
        }
    }
}

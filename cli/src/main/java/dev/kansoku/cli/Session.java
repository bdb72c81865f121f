// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.cli;

import dev.kansoku.capture.Demand;
import dev.kansoku.capture.LiveCapture;
import dev.kansoku.capture.LiveOptions;
import dev.kansoku.capture.LiveSource;
import dev.kansoku.capture.Prepared;
import dev.kansoku.cli.console.ExitStatus;
import dev.kansoku.cli.console.Failure;
import dev.kansoku.cli.console.Interruption;
import dev.kansoku.cli.console.Output;
import dev.kansoku.cli.console.OutputException;
import dev.kansoku.cli.console.Printable;
import dev.kansoku.cli.console.Summary;
import dev.kansoku.cli.detect.DetectDesk;
import dev.kansoku.cli.live.ContainerNames;
import dev.kansoku.cli.live.LiveOpening;
import dev.kansoku.cli.live.LossWatch;
import dev.kansoku.cli.live.NamedScope;
import dev.kansoku.cli.live.ObservedCommand;
import dev.kansoku.cli.live.ProcessLoads;
import dev.kansoku.cli.live.Rights;
import dev.kansoku.cli.print.EventPrinter;
import dev.kansoku.cli.print.LineShare;
import dev.kansoku.cli.print.LineShares;
import dev.kansoku.cli.print.NewerCalls;
import dev.kansoku.cli.print.ShareTurns;
import dev.kansoku.cli.print.StackLines;
import dev.kansoku.cli.print.TypeCounts;
import dev.kansoku.cli.recording.Destination;
import dev.kansoku.cli.recording.FlightRecorder;
import dev.kansoku.cli.recording.Recorder;
import dev.kansoku.cli.replay.Cut;
import dev.kansoku.cli.replay.ReplaySource;
import dev.kansoku.cli.report.MetricsDesk;
import dev.kansoku.cli.report.ReportDesk;
import dev.kansoku.cli.report.ReportSink;
import dev.kansoku.cli.report.ScriptDesk;
import dev.kansoku.cli.request.ContainerRequest;
import dev.kansoku.cli.request.FlightRequest;
import dev.kansoku.cli.request.Layout;
import dev.kansoku.cli.request.Recording;
import dev.kansoku.cli.request.ReplayRequest;
import dev.kansoku.cli.request.Selection;
import dev.kansoku.engine.EventContext;
import dev.kansoku.engine.Pipeline;
import dev.kansoku.engine.Sink;
import dev.kansoku.engine.convert.ExitsOnly;
import dev.kansoku.engine.redact.RedactedSource;
import dev.kansoku.engine.source.EventSource;
import dev.kansoku.engine.source.ScapSource;
import dev.kansoku.filter.Filter;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One run from a source to its end: filter, print, record, and tell how it went. */
final class Session {
    private final Selection selection;
    private final PrintStream notes;
    private final Asked asked;
    private final @Nullable Filter<EventContext> filter;
    private final EventPrinter.@Nullable Page page;
    private final @Nullable ReportDesk reports;
    private final @Nullable MetricsDesk metrics;
    private final @Nullable DetectDesk detect;
    private final @Nullable ScriptDesk scripts;
    private final boolean live;
    private final @Nullable Filter<EventContext> trigger;

    private @Nullable FlightRecorder flight;

    private @Nullable ContainerNames containers;

    /** Who tells the kernel what was found out of threads and fds, null in a replay. */
    private @Nullable Consumer<EventContext> learner;

    /** The replay that this is, null where it observes. */
    private @Nullable ReplayRequest replayed;

    /** The part of a replay that is shown, null for all of it. */
    private @Nullable Cut cut;

    private Session(Selection selection, PrintStream notes, boolean live, String file)
            throws Failure {
        this.selection = selection;
        this.notes = notes;
        this.live = live;
        this.asked = Asked.read(selection, live, file, notes, this::note);
        this.filter = asked.filter();
        this.page = asked.page();
        this.reports = asked.reports();
        this.metrics = asked.metrics();
        this.detect = asked.detect();
        this.scripts = asked.scripts();
        this.trigger = asked.trigger();
    }

    static int replay(ReplayRequest request, PrintStream notes) throws Failure, OutputException {
        Session session =
                new Session(request.selection(), notes, false, request.files().getFirst());
        Interruption interruption = new Interruption();
        ReplaySource replay = ReplaySource.open(request, interruption, session::note, notes);
        session.cut = replay.cut();
        session.replayed = request;
        EventSource source = session.guarded(replay.source());
        ExitsOnly exits =
                request.exitsOnly()
                        ? new ExitsOnly(source)
                        : session.detect == null ? null : session.detect.whole(source);
        Run run =
                session.run(
                        exits == null ? source : exits,
                        interruption,
                        Rights.ofReplay(request.rights()),
                        request.options().follow()
                                || request.files().contains(ScapSource.STANDARD_INPUT));
        if (request.exitsOnly() && exits != null) {
            session.note(
                    exits.folded()
                            + " enters became part of their exits, "
                            + exits.unfinished()
                            + " of them had none and are left out");
        }
        return run.complete() ? ExitStatus.SUCCESS : ExitStatus.FAILURE;
    }

    static int live(Request.Live request, PrintStream notes) throws Failure, OutputException {
        // the kernel takes programs in while filters and formats are read
        try (Prepared prepared = LiveCapture.prepare(request.options().engine())) {
            return live(request, prepared, notes);
        }
    }

    private static int live(Request.Live request, Prepared prepared, PrintStream notes)
            throws Failure, OutputException {
        Session session = new Session(request.selection(), notes, true, "");
        ObservedCommand.require(request.options());
        Demand read = request.options().demand();
        LiveOptions options = request.options().withDemand(session.asked.demand(read));
        options = session.scripts == null ? options : session.scripts.withPayload(options);
        NamedScope scope =
                request.containers().isScope()
                        ? NamedScope.of(request.containers(), session::note)
                        : null;
        try (scope) {
            return session.live(
                    request, options.withScope(options.scope().withNamed(scope)), prepared);
        }
    }

    private int live(Request.Live request, LiveOptions options, Prepared prepared)
            throws Failure, OutputException {
        LiveSource source =
                LiveOpening.open(options, prepared, this::note, selection.quiet() ? null : notes);
        learner = source.learner();
        ContainerRequest named = request.containers();
        boolean runtimes = asked.names(named) || named.isScope();
        Rights rights =
                Rights.ofLive(
                        request.rights(), options, source, runtimes ? named.runtimes() : null);
        Interruption interruption = new Interruption();
        interruption.onInterrupt(source::stop);
        if (request.selection().mostNanos() != Long.MAX_VALUE) {
            interruption.after(request.selection().mostNanos(), source::stop);
        }
        if (detect != null) {
            detect.observe(source);
        }
        EventSource events = guarded(named(source, named));
        if ((reports != null && reports.wantsProcessLoad())
                || (scripts != null && scripts.wantsProcessLoad())) {
            events = new ProcessLoads(events, options.scope().isOfMachine());
        }
        if (request.selection().verbose()) {
            events = new LossWatch(events, this::note, System::nanoTime);
        }
        Run run = run(events, interruption, rights, true);
        int status = ObservedCommand.status(source.command());
        return run.complete() ? status : ExitStatus.FAILURE;
    }

    /** With names of containers where a field or a recording needs them. */
    private EventSource named(LiveSource source, ContainerRequest request)
            throws Failure, OutputException {
        if (!asked.names(request)) {
            return source;
        }
        try {
            containers = new ContainerNames(request, source, asked.pods(), this::note);
        } catch (IOException e) {
            close(source);
            throw new Failure(ExitStatus.FAILURE, Printable.line(e.getMessage()));
        }
        return containers.source();
    }

    private EventSource guarded(EventSource source) {
        return detect == null ? source : detect.guarded(source);
    }

    private void note(String line) {
        if (!selection.quiet()) {
            notes.println("kansoku: " + Printable.line(line));
        }
    }

    /** What a run came to. */
    private record Run(boolean complete) {}

    /**
     * @param live whether events may be long in coming
     */
    private Run run(EventSource from, Interruption interruption, Rights rights, boolean live)
            throws Failure, OutputException {
        boolean complete = true;
        RedactedSource redacted =
                selection.redaction() == null
                        ? null
                        : new RedactedSource(from, selection.redaction());
        EventSource origin = redacted == null ? from : redacted;
        EventSource source = origin;
        try {
            rights.beforeFiles();
            Recording recording = selection.recording();
            FlightRequest armed = selection.flight();
            if (armed != null || (recording != null && recording.rotation().happens())) {
                rights.keepForMoreFiles();
            }
            EventContext context = new EventContext(selection.limits());
            Recorder recorder =
                    recording == null || armed != null
                            ? null
                            : new Recorder(
                                    origin,
                                    context,
                                    recording,
                                    filter == null && cut == null,
                                    live);
            if (recording != null && armed != null && trigger != null) {
                flight =
                        new FlightRecorder(
                                origin,
                                armed.limits(),
                                recording,
                                trigger,
                                armed.afterNanos(),
                                selection.limits(),
                                this::note);
                source = flight;
            } else if (recorder != null) {
                source = recorder;
            } else if (detect != null) {
                flight = detect.recorder(origin, selection.limits(), this::note);
                if (flight != null) {
                    source = flight;
                    rights.keepForMoreFiles();
                }
            }
            complete = pump(source, context, recorder, interruption, rights);
            if (redacted != null) {
                note(redacted.summary());
            }
            if (recording != null && recording.older() != null) {
                note(recording.older().summary());
                if ((filter != null || cut != null) && !recording.keepsState()) {
                    // what tells readers of today is of a type that those do not know
                    note(
                            "readers of then learn names of programs and files from events that"
                                    + " the filter left out: -F keeps these, unshown");
                }
            }
        } finally {
            if (detect != null) {
                detect.closeOutputs();
            }
            close(source);
        }
        return new Run(complete);
    }

    private boolean pump(
            EventSource source,
            EventContext context,
            @Nullable Recorder recorder,
            Interruption interruption,
            Rights rights)
            throws Failure, OutputException {
        long begin = System.nanoTime();
        try (Output output = output()) {
            if (metrics != null) {
                metrics.open(source, output, this::note);
            }
            if (detect != null && detect.openOutputs(selection, this::note)) {
                rights.keepForMoreFiles();
            }
            rights.afterFiles();
            EventPrinter printer =
                    page == null
                            ? null
                            : new EventPrinter(page, stackLines(), output, selection.mostEvents());
            LineShares shares = printer == null ? null : shares(printer, output);
            Sink sink =
                    new Destination(
                            recorder, shares == null ? printer : shares, selection.mostEvents());
            sink = flight == null ? sink : flight.before(sink);
            ReportSink desk = reports == null ? null : reports.sink(sink, output);
            sink = desk == null ? sink : desk;
            sink = metrics == null ? sink : metrics;
            sink = detect == null ? sink : detect.sink(output);
            sink = scripts == null ? sink : scripts.sink(sink, output);
            TypeCounts types = selection.summary() ? new TypeCounts(sink) : null;
            sink = types == null ? sink : types;
            NewerCalls newer =
                    filter == null || selection.quiet()
                            ? null
                            : NewerCalls.of(source, filter.eventTypes());
            Pipeline pipeline =
                    new Pipeline(
                            newer == null ? source : newer,
                            context,
                            asked.wanted(cut),
                            asked.eventTypes(),
                            sink);
            pipeline.teach(learner);
            interruption.onInterrupt(pipeline::stop);
            if (detect != null) {
                detect.open(context, pipeline, interruption);
            }
            if (cut != null) {
                cut.begin(context, pipeline::stop);
            }
            String trouble = null;
            try (shares) {
                try {
                    pipeline.run();
                } finally {
                    if (shares != null && !interruption.happened()) {
                        shares.end();
                    }
                }
            } catch (OutputException e) {
                throw e;
            } catch (FileNotFoundException e) {
                trouble = "cannot read " + e.getMessage();
            } catch (IOException e) {
                trouble = e.getMessage();
            }
            if (desk != null) {
                desk.end(context, this::note);
            }
            if (detect != null) {
                detect.end();
            }
            if (scripts != null) {
                trouble = scripts.end(context, trouble);
            }
            if (detect != null) {
                detect.close();
            }
            if (metrics != null) {
                metrics.end(live, context.previousTimestamp(), interruption);
            }
            output.flush();
            if (detect != null) {
                detect.closeOutputs();
            }
            List<String> faults = new ArrayList<>(source.faults());
            if (trouble != null) {
                faults.add(trouble);
            }
            for (String fault : faults) {
                notes.println("kansoku: " + Printable.line(fault));
            }
            new Summary(
                            pipeline.seen(),
                            printed(pipeline, printer, shares),
                            System.nanoTime() - begin,
                            source.losses(),
                            context.losses())
                    .tell(notes, selection.verbose() || interruption.happened(), selection.quiet());
            if (types != null) {
                types.tell(notes);
            }
            if (detect != null && (selection.verbose() || interruption.happened())) {
                detect.tell(notes);
            }
            if (detect != null) {
                detect.tellCosts(notes);
            }
            if (flight != null) {
                flight.tell();
            }
            if (newer != null && pipeline.shown() == 0) {
                newer.advice().forEach(this::note);
            }
            if (containers != null && !selection.quiet()) {
                containers.tell(notes, selection.verbose());
            }
            return faults.isEmpty();
        }
    }

    /** Other threads write lines too where that is worth it. */
    private @Nullable LineShares shares(EventPrinter printer, Output output) throws Failure {
        ReplayRequest request = replayed;
        int threads = request == null ? 1 : LineShares.threads(request, output.terminal());
        return request == null || threads == 1
                ? null
                : new LineShares(printer, output, threads, turns -> share(request, turns));
    }

    /** Another thread's share, with a filter and a page of its own. */
    private LineShare share(ReplayRequest request, ShareTurns turns) throws Failure {
        Session other = new Session(selection, notes, false, request.files().getFirst());
        if (other.page == null) {
            throw new IllegalStateException("lines without a page");
        }
        return new LineShare(request.files(), other.filter, other.page, selection.limits(), turns);
    }

    private static long printed(
            Pipeline pipeline, @Nullable EventPrinter printer, @Nullable LineShares shares) {
        return printer == null
                ? pipeline.shown()
                : printer.printed() + (shares == null ? 0 : shares.taken());
    }

    /** JSON has stacks as fields. */
    private StackLines stackLines() {
        return new StackLines(
                selection.layout() instanceof Layout.Text ? selection.stacks() : Set.of());
    }

    private Output output() throws OutputException {
        String file = selection.output();
        Output output = file == null || !selection.prints() ? Output.standard() : Output.file(file);
        return selection.unbuffered() ? output.unbuffered() : output;
    }

    private static void close(EventSource source) throws Failure, OutputException {
        try {
            source.close();
        } catch (OutputException e) {
            throw e;
        } catch (IOException e) {
            throw new Failure(ExitStatus.FAILURE, Printable.line(e.getMessage()));
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.cli;

import dev.kansoku.capture.Demand;
import dev.kansoku.capture.WantedEvents;
import dev.kansoku.cli.console.Failure;
import dev.kansoku.cli.detect.DetectDesk;
import dev.kansoku.cli.print.AskedFields;
import dev.kansoku.cli.print.EventPrinter;
import dev.kansoku.cli.print.PageCompiler;
import dev.kansoku.cli.replay.Cut;
import dev.kansoku.cli.report.MetricsDesk;
import dev.kansoku.cli.report.ReportDesk;
import dev.kansoku.cli.report.ScriptDesk;
import dev.kansoku.cli.request.ContainerRequest;
import dev.kansoku.cli.request.FlightRequest;
import dev.kansoku.cli.request.Selection;
import dev.kansoku.engine.EventContext;
import dev.kansoku.engine.fields.EngineFields;
import dev.kansoku.engine.fields.FieldOptions;
import dev.kansoku.filter.Filter;
import dev.kansoku.filter.field.FieldCatalogue;
import dev.kansoku.filter.field.FieldDefinition;
import dev.kansoku.filter.plan.TypedPlan;
import java.io.PrintStream;
import java.util.BitSet;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What a run is asked for, read before it starts so that a mistake is told before anything does.
 *
 * @param fields those that filters and formats speak of
 * @param page what is printed of events, null where something else is made of them
 * @param trigger what a flight recorder waits for
 */
record Asked(
        Selection selection,
        Set<FieldDefinition> fields,
        @Nullable Filter<EventContext> filter,
        EventPrinter.@Nullable Page page,
        @Nullable ReportDesk reports,
        @Nullable MetricsDesk metrics,
        @Nullable DetectDesk detect,
        @Nullable ScriptDesk scripts,
        @Nullable Filter<EventContext> trigger) {
    /**
     * Reads filters and formats.
     *
     * @param file the first capture, empty where it observes
     * @param note takes lines for the user
     */
    static Asked read(
            Selection selection,
            boolean live,
            String file,
            PrintStream notes,
            Consumer<String> note)
            throws Failure {
        Set<FieldDefinition> fields = new HashSet<>();
        Function<FieldOptions, FieldCatalogue<EventContext>> catalogues =
                options -> catalogue(selection, options, fields);
        FieldCatalogue<EventContext> text = catalogues.apply(FieldOptions.text());
        FieldCatalogue<EventContext> json = catalogues.apply(FieldOptions.json());
        ReportDesk reports = ReportDesk.of(selection, catalogues::apply, live);
        MetricsDesk metrics = MetricsDesk.of(selection, text, json, live);
        DetectDesk detect = DetectDesk.of(selection, text, json, live, notes);
        FlightRequest armed = selection.flight();
        Filter<EventContext> trigger =
                armed == null ? null : Filter.of(armed.trigger().read(text).plan(), text);
        Filter<EventContext> filter = filter(selection, text, reports);
        boolean prints =
                selection.prints()
                        && selection.reports().isEmpty()
                        && metrics == null
                        && detect == null;
        return new Asked(
                selection,
                fields,
                filter,
                prints ? PageCompiler.compile(selection, text, json) : null,
                reports,
                metrics,
                detect,
                ScriptDesk.of(selection, catalogues::apply, file, live, note::accept),
                trigger);
    }

    /** The fields, whose use is noted. */
    private static FieldCatalogue<EventContext> catalogue(
            Selection selection, FieldOptions options, Set<FieldDefinition> fields) {
        FieldOptions shown =
                options.withTime(selection.time())
                        .withNames(selection.names())
                        .withBuffer(
                                selection.buffer() == null ? options.buffer() : selection.buffer());
        return new AskedFields<>(new EngineFields(shown), fields);
    }

    private static @Nullable Filter<EventContext> filter(
            Selection selection, FieldCatalogue<EventContext> fields, @Nullable ReportDesk reports)
            throws Failure {
        TypedPlan read =
                selection.filter().isEmpty() ? null : selection.filter().read(fields).plan();
        TypedPlan plan = reports == null ? read : reports.narrowed(read);
        return plan == null ? null : Filter.of(plan, fields);
    }

    /**
     * What a live source is to tell: no more than is asked for.
     *
     * @param read what the command line asks for besides
     */
    Demand demand(Demand read) {
        Demand demand =
                Demand.of(fields, filter == null ? null : WantedEvents.of(filter))
                        .with(selection.stacks())
                        .with(read.details())
                        .withExtras(read.with())
                        .withEntries(read.entries());
        return detect == null ? demand : detect.demand(demand, filter);
    }

    /** Whether runtimes are asked about containers. */
    boolean names(ContainerRequest request) {
        return request.wanted()
                && (selection.recording() != null || asks(ContainerRequest::concerns));
    }

    /** Whether pods are asked for, too. */
    boolean pods() {
        return selection.recording() != null || asks(ContainerRequest::concernsPods);
    }

    private boolean asks(Predicate<String> name) {
        return fields.stream().anyMatch(field -> name.test(field.name()));
    }

    /** The codes of the event types that are wanted, or null for all. */
    @Nullable BitSet eventTypes() {
        if (detect == null) {
            return filter == null ? null : filter.eventTypes();
        }
        BitSet types = detect.eventTypes();
        if (filter != null) {
            types.and(filter.eventTypes());
        }
        return types;
    }

    /**
     * What an event must pass: the part of the capture first, then the filter.
     *
     * @param part null for all of it
     */
    Predicate<EventContext> wanted(@Nullable Cut part) {
        Filter<EventContext> passing = filter;
        if (part == null) {
            return passing == null ? _ -> true : passing::matches;
        }
        return passing == null ? part : context -> part.test(context) && passing.matches(context);
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.cli.report;

import dev.kansoku.cli.console.ExitStatus;
import dev.kansoku.cli.console.Failure;
import dev.kansoku.cli.console.Output;
import dev.kansoku.cli.console.OwnScreen;
import dev.kansoku.cli.console.Printable;
import dev.kansoku.cli.console.UsageException;
import dev.kansoku.cli.option.ReportWords;
import dev.kansoku.cli.request.Layout;
import dev.kansoku.cli.request.ReportRequest;
import dev.kansoku.cli.request.Selection;
import dev.kansoku.engine.EventContext;
import dev.kansoku.engine.Sink;
import dev.kansoku.engine.fields.FieldOptions;
import dev.kansoku.filter.Filter;
import dev.kansoku.filter.FilterReader;
import dev.kansoku.filter.field.FieldCatalogue;
import dev.kansoku.filter.plan.Plan;
import dev.kansoku.filter.plan.TypedPlan;
import dev.kansoku.filter.syntax.Dialect;
import dev.kansoku.filter.syntax.FilterException;
import dev.kansoku.filter.syntax.Macros;
import dev.kansoku.report.Page;
import dev.kansoku.report.PreparedReport;
import dev.kansoku.report.ReportException;
import dev.kansoku.report.ReportMaker;
import dev.kansoku.report.ReportRunner;
import dev.kansoku.report.ReportSetting;
import dev.kansoku.report.Screen;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The reports of a run, made before anything is opened. */
public final class ReportDesk {
    /** Where there is no terminal. */
    private static final int WIDTH = 80;

    private final List<PreparedReport> reports = new ArrayList<>();
    private final List<@Nullable TypedPlan> plans = new ArrayList<>();
    private final FieldCatalogue<EventContext> fields;
    private final boolean json;
    private final boolean live;
    private final boolean narrows;

    private ReportDesk(
            FieldCatalogue<EventContext> fields, boolean json, boolean live, boolean narrows) {
        this.fields = fields;
        this.json = json;
        this.live = live;
        this.narrows = narrows;
    }

    /**
     * Makes the reports that are asked for; null where none is.
     *
     * @param live whether events are of now
     */
    public static @Nullable ReportDesk of(
            Selection selection,
            Function<FieldOptions, FieldCatalogue<EventContext>> fields,
            boolean live)
            throws Failure {
        List<ReportRequest> own =
                selection.reports().stream().filter(request -> request.script() == null).toList();
        if (own.isEmpty()) {
            return null;
        }
        boolean alone = own.size() == selection.reports().size() && selection.recording() == null;
        boolean json = selection.layout() instanceof Layout.Json;
        ReportSetting setting =
                new ReportSetting(
                        fields,
                        json ? ReportSetting.Form.JSON : ReportSetting.Form.TEXT,
                        selection.showsContainers(),
                        live);
        ReportDesk desk = new ReportDesk(setting.text(), json, live, alone);
        for (ReportRequest request : own) {
            desk.add(request, new ReportMaker(setting));
        }
        return desk;
    }

    private void add(ReportRequest request, ReportMaker maker) throws Failure {
        try {
            PreparedReport report =
                    maker.make(ReportWords.find(request.name()), request.arguments());
            reports.add(report);
            plans.add(
                    report.filter().isEmpty()
                            ? null
                            : new FilterReader<>(fields, Macros.NONE)
                                    .read(report.filter(), Dialect.SYSDIG)
                                    .plan());
        } catch (ReportException | UsageException e) {
            throw new Failure(ExitStatus.USAGE, Printable.line(e.getMessage()));
        } catch (FilterException e) {
            throw new Failure(ExitStatus.USAGE, "report " + request.name() + ": " + e.report());
        }
    }

    /**
     * What the pipeline is to let through: what the user asks for and some report takes.
     *
     * @param asked the user's filter, or null
     */
    public @Nullable TypedPlan narrowed(@Nullable TypedPlan asked) {
        if (!narrows || reports.stream().anyMatch(PreparedReport::needsAllEvents)) {
            return asked;
        }
        List<Plan> wanted = new ArrayList<>();
        for (TypedPlan plan : plans) {
            if (plan != null) {
                wanted.add(plan.whole());
            }
        }
        Plan any = wanted.size() == 1 ? wanted.getFirst() : new Plan.Any(wanted);
        return TypedPlan.of(
                asked == null ? any : new Plan.All(List.of(asked.whole(), any)), fields);
    }

    /**
     * Moves events into the reports.
     *
     * @param before takes each event first
     */
    public ReportSink sink(Sink before, Output output) {
        boolean terminal = output.terminal();
        String plain = System.getenv("NO_COLOR");
        return new ReportSink(
                runner(),
                before,
                output,
                new Page(
                        output.buffer(),
                        terminal,
                        terminal && !json && (plain == null || plain.isEmpty()),
                        terminal && !json && live,
                        terminal ? new OwnScreen() : Screen.ofColumns(WIDTH)));
    }

    /** Whether one asks how much CPU time threads used. */
    public boolean wantsProcessLoad() {
        return reports.stream().anyMatch(report -> report.report().wantsProcessLoad());
    }

    private ReportRunner runner() {
        ReportRunner runner = new ReportRunner();
        boolean narrow = narrows && reports.size() == 1 && !reports.getFirst().needsAllEvents();
        for (int i = 0; i < reports.size(); i++) {
            TypedPlan plan = plans.get(i);
            // A single report's filter is the pipeline's.
            runner.add(
                    reports.get(i).report(),
                    plan == null || narrow ? _ -> true : Filter.of(plan, fields));
        }
        return runner;
    }
}

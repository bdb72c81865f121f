// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.report;

import dev.kansoku.engine.EventContext;
import dev.kansoku.engine.Pipeline;
import dev.kansoku.engine.Sink;
import dev.kansoku.engine.fields.EngineFields;
import dev.kansoku.engine.fields.FieldOptions;
import dev.kansoku.engine.source.ScapSource;
import dev.kansoku.event.Event;
import dev.kansoku.event.TextBuffer;
import dev.kansoku.filter.Filter;
import dev.kansoku.filter.field.FieldCatalogue;
import dev.kansoku.filter.syntax.FilterException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Runs reports over captures. */
final class Goldens {
    private Goldens() {}

    /** A report with what it is given, and what it wrote. */
    static final class Run {
        private final PreparedReport report;
        private final Predicate<EventContext> filter;
        private final ReportRunner runner = new ReportRunner();
        private final TextBuffer out = new TextBuffer();
        private final Page page;

        Run(String name, List<String> arguments, ReportSetting setting, boolean colours)
                throws ReportException, FilterException {
            ReportDefinition definition =
                    Objects.requireNonNull(ReportTable.builtIn().find(name), name);
            report = new ReportMaker(setting).make(definition, arguments);
            filter =
                    report.filter().isEmpty()
                            ? _ -> true
                            : Filter.compile(report.filter(), setting.text());
            runner.add(report.report(), filter);
            page = new Page(out, false, colours, false, 80);
            runner.begin(page);
        }

        byte[] bytes() {
            return out.toBytes();
        }

        @Override
        public String toString() {
            return out.toString();
        }
    }

    static ReportSetting setting(ReportSetting.Form form) {
        return new ReportSetting(Goldens::catalogue, form, false, false);
    }

    private static FieldCatalogue<EventContext> catalogue(FieldOptions options) {
        return new EngineFields(options.withZone(ZoneOffset.UTC).withNames(false));
    }

    /** Shows a capture's events to reports. */
    static void show(Path capture, List<Run> runs) throws IOException {
        EventContext context = new EventContext();
        List<Run> open = new ArrayList<>(runs);
        Sink sink =
                new Sink() {
                    @Override
                    public boolean accept(EventContext c) {
                        boolean load = c.event().type().name().equals("procinfo");
                        open.removeIf(
                                run ->
                                        (!load || run.runner.wantsHidden(c.event()))
                                                && !run.runner.accept(c, run.page));
                        return !open.isEmpty();
                    }

                    @Override
                    public boolean wantsHidden(Event event) {
                        return open.stream().anyMatch(run -> run.runner.wantsHidden(event));
                    }
                };
        try (ScapSource source = new ScapSource(List.of(capture.toString()))) {
            new Pipeline(source, context, sink).run();
        }
        runs.forEach(run -> run.runner.end(context, run.page));
    }

    /** The folder of captures, or null. */
    static @Nullable Path captures() {
        String shared = System.getProperty("kansoku.shared");
        if (shared != null) {
            return Path.of(shared, "captures");
        }
        for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
            Path captures = at.resolveSibling("shared").resolve("captures");
            if (Files.isDirectory(captures)) {
                return captures;
            }
        }
        return null;
    }
}

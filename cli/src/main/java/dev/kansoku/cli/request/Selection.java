// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.cli.request;

import dev.kansoku.capture.Detail;
import dev.kansoku.engine.fields.TimeForm;
import dev.kansoku.engine.redact.Redaction;
import dev.kansoku.engine.state.StateLimits;
import dev.kansoku.event.render.BufferForm;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which events are wanted, how many, and where they go.
 *
 * @param filter which events are wanted
 * @param layout of a printed line
 * @param reports what is made of the events instead of printing them
 * @param metrics what is counted instead of printing them, or null
 * @param detect which rules are shown the events instead, or null
 * @param buffer how read and written bytes are shown, null for the layout's own way
 * @param stacks which stacks are printed below a line of text
 * @param time what {@code evt.outputtime} shows
 * @param prints whether events are printed at all
 * @param output the file they are printed to, or null for standard output
 * @param recording the capture they are recorded in, or null
 * @param flight what is recorded around alone, or null where all is
 * @param quiet whether notes are left out
 * @param progress whether it is told how far a replay is
 * @param summary whether types of events are counted
 * @param unbuffered whether each line is written at once
 * @param verbose whether counts are told at the end
 * @param names whether a resolver may be asked for names of hosts
 * @param ports whether ports are shown by the names of their services
 * @param redaction what nobody may see, or null for nothing
 * @param limits how much is kept of the system's state
 * @param mostEvents how many are printed at most
 * @param mostNanos how long it takes at most, by the clock live and by the events in a replay
 */
public record Selection(
        WrittenFilter filter,
        Layout layout,
        List<ReportRequest> reports,
        @Nullable MetricsRequest metrics,
        @Nullable DetectRequest detect,
        @Nullable BufferForm buffer,
        Set<Detail> stacks,
        TimeForm time,
        boolean prints,
        @Nullable String output,
        @Nullable Recording recording,
        @Nullable FlightRequest flight,
        boolean quiet,
        boolean progress,
        boolean summary,
        boolean unbuffered,
        boolean verbose,
        boolean names,
        boolean ports,
        @Nullable Redaction redaction,
        StateLimits limits,
        long mostEvents,
        long mostNanos) {

    public Selection {
        reports = List.copyOf(reports);
        stacks = Set.copyOf(stacks);
    }

    /** The line that is printed where nobody asks for another. */
    public static final String DEFAULT_FORMAT =
            "*%evt.num %evt.outputtime %evt.cpu %proc.name (%thread.tid) %evt.dir %evt.type"
                    + " %evt.info";

    /** The same with the container. */
    public static final String CONTAINER_FORMAT =
            "*%evt.num %evt.outputtime %evt.cpu %container.name (%container.id) %proc.name"
                    + " (%thread.tid:%thread.vtid) %evt.dir %evt.type %evt.info";

    /** The same with the pod. */
    public static final String POD_FORMAT =
            "*%evt.num %evt.outputtime %evt.cpu %k8s.pod.name (%container.id) %proc.name"
                    + " (%thread.tid:%thread.vtid) %evt.dir %evt.type %evt.info";

    /** Whether the container's name was asked for by {@code -pc}. */
    public boolean showsContainers() {
        return switch (layout) {
            case Layout.Text(String format) -> format.equals(CONTAINER_FORMAT);
            case Layout.Json(String format) -> format.startsWith(CONTAINER_FORMAT);
            case Layout.Csv _, Layout.Tsv _ -> false;
        };
    }

    /** Whether events go to standard output, as text or as a capture. */
    public boolean printsToStandardOutput() {
        return prints && output == null || recording != null && recording.isStandardOutput();
    }
}

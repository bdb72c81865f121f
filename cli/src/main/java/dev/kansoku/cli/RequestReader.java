// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.cli;

import dev.kansoku.capture.Detail;
import dev.kansoku.cli.console.UsageException;
import dev.kansoku.cli.option.Arguments;
import dev.kansoku.cli.option.Users;
import dev.kansoku.cli.print.StackLines;
import dev.kansoku.cli.request.ContainerRequest;
import dev.kansoku.cli.request.DetectConfig;
import dev.kansoku.cli.request.DetectRequest;
import dev.kansoku.cli.request.FlightRequest;
import dev.kansoku.cli.request.Layout;
import dev.kansoku.cli.request.LimitReader;
import dev.kansoku.cli.request.LiveReader;
import dev.kansoku.cli.request.MetricsRequest;
import dev.kansoku.cli.request.Recording;
import dev.kansoku.cli.request.RecordingReader;
import dev.kansoku.cli.request.RedactionReader;
import dev.kansoku.cli.request.ReplayOptions;
import dev.kansoku.cli.request.ReplayRequest;
import dev.kansoku.cli.request.ReportRequest;
import dev.kansoku.cli.request.RightsRequest;
import dev.kansoku.cli.request.ScapVerb;
import dev.kansoku.cli.request.Selection;
import dev.kansoku.cli.request.Shell;
import dev.kansoku.cli.request.WrittenFilter;
import dev.kansoku.engine.fields.TimeForm;
import dev.kansoku.event.render.BufferForm;
import dev.kansoku.filter.syntax.Dialect;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Turns a command line that was taken apart into a request, or says what is wrong with it. */
public final class RequestReader {
    /** -pp asks what the default format is. */
    private static final String SHOWN_FORMAT = "p";

    private static final List<String> TABLES = List.of("csv", "tsv");
    private static final List<String> LAYOUTS = List.of("format", "json", "csv", "tsv");
    private static final Map<String, BufferForm> BUFFERS =
            new TreeMap<>(
                    Map.of(
                            "print-ascii", BufferForm.ASCII,
                            "print-hex", BufferForm.HEX,
                            "print-hex-ascii", BufferForm.HEX_ASCII,
                            "print-base64", BufferForm.BASE64));
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private final Arguments arguments;
    private final Users users;
    private final DetectConfig config;

    private RequestReader(DetectConfig config, Users users) {
        this.arguments = config.arguments();
        this.users = users;
        this.config = config;
    }

    static Request read(Arguments arguments, Users users) throws UsageException {
        return new RequestReader(DetectConfig.of(arguments), users).read();
    }

    private Request read() throws UsageException {
        if (arguments.has("help")) {
            return new Request.Help(
                    arguments.words().isEmpty() ? null : arguments.words().getFirst());
        }
        if (arguments.has("version")) {
            return new Request.Version();
        }
        if (SHOWN_FORMAT.equals(arguments.value("format"))) {
            return new Request.ShownFormat();
        }
        if (DetectConfig.isSchemaAsked(arguments)) {
            return new Request.ConfigSchema();
        }
        Request catalogue = catalogue();
        if (catalogue != null) {
            return catalogue;
        }
        Request reports = ReportReader.about(arguments);
        if (reports != null) {
            return reports;
        }
        Request beside = ReportReader.beside(arguments, filter(arguments.words()));
        if (beside != null) {
            return beside;
        }
        Request explain = explain();
        if (explain != null) {
            return explain;
        }
        Request rules = RulesReader.read(arguments);
        if (rules != null) {
            return rules;
        }
        List<String> words = arguments.words();
        if (!words.isEmpty() && words.getFirst().equals("index")) {
            if (words.size() < 2 || !arguments.values().isEmpty()) {
                throw new UsageException(
                        "kansoku index FILE... writes FILE.kix beside each capture");
            }
            return new Request.Index(words.subList(1, words.size()));
        }
        if (ScapVerb.isIn(arguments)) {
            return new Request.Facts(ScapVerb.read(arguments).files(), arguments.has("json"));
        }
        List<String> command = arguments.command();
        if (command != null && command.isEmpty()) {
            throw new UsageException("no command after --");
        }
        Selection selection = selection();
        if (!arguments.has("read")) {
            for (String option : ReplayOptions.NAMES) {
                if (arguments.has(option)) {
                    throw new UsageException("option --" + option + " is for a replay (-r)");
                }
            }
            return new Request.Live(
                    new LiveReader(arguments, users)
                            .read(command, selection.printsToStandardOutput()),
                    ContainerRequest.read(arguments),
                    selection,
                    rights());
        }
        if (command != null) {
            throw new UsageException(
                    "-r replays a capture and -- runs a command: only one of both is possible");
        }
        for (String option : liveOptions()) {
            if (arguments.has(option)) {
                throw new UsageException(
                        "option --" + option + " is for a live capture, not for a replay (-r)");
            }
        }
        if (selection.recording() != null) {
            selection.recording().requireOther(arguments.all("read"));
        }
        return new Request.Replay(
                new ReplayRequest(
                        arguments.all("read"),
                        ReplayOptions.read(arguments),
                        arguments.has("exits-only"),
                        selection,
                        rights()));
    }

    private RightsRequest rights() throws UsageException {
        return new RightsRequest(arguments.has("keep-privileges"), users.runAs(null));
    }

    private static List<String> liveOptions() {
        List<String> options = new ArrayList<>(LiveReader.options());
        options.addAll(ContainerRequest.OPTIONS);
        return options;
    }

    /** The verbs, which stand alone but for one name; lists may be asked for as JSON. */
    private @Nullable Request catalogue() throws UsageException {
        List<String> words = arguments.words();
        boolean json = arguments.has("json");
        boolean verb =
                arguments.values().size() == (json ? 1 : 0)
                        && arguments.command() == null
                        && (words.size() == 1 || words.size() == 2);
        if (!verb) {
            return null;
        }
        String name = words.size() == 2 ? words.get(1) : null;
        return switch (words.getFirst()) {
            case "fields" -> new Request.Fields(name, json);
            case "events" -> new Request.Events(name, json);
            case "doctor" -> name == null ? new Request.Doctor(json) : null;
            case "completion" -> new Request.Completion(shell(name));
            case "man" -> name == null ? new Request.Manual() : null;
            case "help" -> new Request.Help(name);
            default -> null;
        };
    }

    /** {@code filter explain EXPR}, or null where the words are something else. */
    private @Nullable Request explain() throws UsageException {
        List<String> words = arguments.words();
        if (words.isEmpty() || !words.getFirst().equals("filter")) {
            return null;
        }
        if (words.size() < 3 || !words.get(1).equals("explain")) {
            throw new UsageException("kansoku filter explain 'FILTER' says what a filter asks");
        }
        return new Request.Explain(filter(words.subList(2, words.size())));
    }

    private WrittenFilter filter(List<String> words) throws UsageException {
        String name = arguments.value("dialect");
        Dialect dialect = name == null ? null : Dialect.named(name);
        if (name != null && dialect == null) {
            throw new UsageException(
                    "option --dialect takes sysdig or wireshark, not \"" + name + "\"");
        }
        return new WrittenFilter(String.join(" ", words), dialect, arguments.value("macros"));
    }

    private static Shell shell(@Nullable String name) throws UsageException {
        for (Shell shell : Shell.values()) {
            if (shell.word().equals(name)) {
                return shell;
            }
        }
        throw new UsageException(
                "kansoku completion takes bash, zsh or fish"
                        + (name == null ? "" : ", not \"" + name + "\""));
    }

    private Selection selection() throws UsageException {
        boolean quiet = arguments.has("quiet");
        Recording recording = RecordingReader.read(arguments);
        String output = arguments.value("output");
        boolean asked = output != null || LAYOUTS.stream().anyMatch(arguments::has);
        List<ReportRequest> reports = ReportRequest.all(arguments);
        MetricsRequest metrics = MetricsRequest.read(arguments);
        DetectRequest detect = DetectRequest.read(arguments, config);
        boolean prints =
                !reports.isEmpty()
                        || metrics != null
                        || detect != null
                        || (!quiet && (recording == null || asked));
        if (recording != null && recording.isStandardOutput() && prints && output == null) {
            throw new UsageException(
                    "-w - records on standard output, where nothing can be printed: -o FILE prints"
                            + " elsewhere");
        }
        return new Selection(
                filter(filterWords(metrics != null || detect != null)),
                layout(),
                reports,
                metrics,
                detect,
                buffer(),
                stacks(),
                time(),
                prints,
                output,
                recording,
                FlightRequest.read(arguments),
                quiet,
                arguments.has("progress"),
                arguments.has("summary"),
                arguments.has("unbuffered"),
                arguments.has("verbose"),
                !arguments.has("no-dns"),
                arguments.has("resolve-ports"),
                RedactionReader.read(arguments.all("redact")),
                LimitReader.read(arguments.all("limit")),
                arguments.has("events")
                        ? arguments.number("events", 1, Long.MAX_VALUE)
                        : Long.MAX_VALUE,
                nanos());
    }

    /** What is no verb. */
    private List<String> filterWords(boolean behindVerb) {
        List<String> words = arguments.words();
        return behindVerb ? words.subList(1, words.size()) : words;
    }

    /** How bytes are shown: as an option says, else whole where everything is told (-v). */
    private @Nullable BufferForm buffer() throws UsageException {
        BufferForm form = null;
        for (Map.Entry<String, BufferForm> entry : BUFFERS.entrySet()) {
            if (arguments.has(entry.getKey())) {
                if (form != null) {
                    throw new UsageException(
                            "only one of --" + String.join(", --", BUFFERS.keySet()) + " can be");
                }
                form = entry.getValue();
            }
        }
        return form == null && arguments.has("verbose") ? BufferForm.DOTS : form;
    }

    private Set<Detail> stacks() throws UsageException {
        String kinds = arguments.value("stacks");
        return kinds == null ? Set.of() : StackLines.read(kinds);
    }

    private Layout layout() throws UsageException {
        for (String table : TABLES) {
            String fields = arguments.value(table);
            if (fields == null) {
                continue;
            }
            if (arguments.has("stacks")) {
                throw new UsageException(
                        "option --stacks cannot stand beside --"
                                + table
                                + ": name the fields evt.stack.user, evt.stack.kernel");
            }
            for (String other : LAYOUTS) {
                if (!other.equals(table) && arguments.has(other)) {
                    throw new UsageException(
                            "option --"
                                    + table
                                    + " names the fields to print itself: it cannot stand beside --"
                                    + other);
                }
            }
            if (fields.isBlank()) {
                throw new UsageException(
                        "option --"
                                + table
                                + " needs fields with commas between, such as evt.num,proc.name");
            }
            return table.equals("csv") ? new Layout.Csv(fields) : new Layout.Tsv(fields);
        }
        return arguments.has("json") ? json() : new Layout.Text(format());
    }

    private Layout json() throws UsageException {
        StringBuilder format = new StringBuilder(format());
        Set<Detail> stacks = stacks();
        if (stacks.contains(Detail.KERNEL_STACK)) {
            format.append(" %evt.stack.kernel");
        }
        if (stacks.contains(Detail.USER_STACK)) {
            format.append(" %evt.stack.user");
        }
        return new Layout.Json(format.toString());
    }

    private String format() throws UsageException {
        String format = arguments.value("format");
        if (format == null) {
            return Selection.DEFAULT_FORMAT;
        }
        return switch (format) {
            case "" ->
                    throw new UsageException("option -p needs a format: a text with fields in it");
            case "c", "container" -> Selection.CONTAINER_FORMAT;
            case "k", "kubernetes" -> Selection.POD_FORMAT;
            default -> format;
        };
    }

    private TimeForm time() throws UsageException {
        String letter = arguments.value("time");
        if (letter == null) {
            return TimeForm.TIME_OF_DAY;
        }
        for (TimeForm form : TimeForm.values()) {
            if (letter.length() == 1 && letter.charAt(0) == form.letter()) {
                return form;
            }
        }
        throw new UsageException("option -t takes h, a, r, d or D, not \"" + letter + "\"");
    }

    private long nanos() throws UsageException {
        String seconds = arguments.value("duration");
        if (seconds == null) {
            return Long.MAX_VALUE;
        }
        try {
            BigDecimal nanos =
                    new BigDecimal(seconds).multiply(BigDecimal.valueOf(NANOS_PER_SECOND));
            if (nanos.signum() > 0 && nanos.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) < 0) {
                return Math.max(1, nanos.longValue());
            }
        } catch (NumberFormatException e) {
            throw new UsageException(
                    "option -M takes a number of seconds, not \"" + seconds + "\"");
        }
        throw new UsageException("option -M takes a positive number of seconds, not " + seconds);
    }
}

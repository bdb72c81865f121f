// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.capture.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kansoku.capture.CaptureException;
import dev.kansoku.capture.Demand;
import dev.kansoku.capture.LiveOptions;
import dev.kansoku.capture.WantedEvents;
import dev.kansoku.capture.bpf.EbpfSource;
import dev.kansoku.engine.EventContext;
import dev.kansoku.engine.Pipeline;
import dev.kansoku.engine.fields.EngineFields;
import dev.kansoku.engine.fields.FieldOptions;
import dev.kansoku.event.TextBuffer;
import dev.kansoku.filter.Filter;
import dev.kansoku.filter.format.TextFormat;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the kernel programs leave out by the checks that they were given, and what never. */
@Timeout(900)
class EbpfFilterTest {
    private static final EngineFields FIELDS = new EngineFields(FieldOptions.text());

    /** Does the same at each run, but for numbers of processes and addresses. */
    private static final String SCRIPT =
            """
            "$0" "$1"
            cat /etc/passwd /nosuchfile >/dev/null 2>&1
            dd if=/dev/zero of=/dev/null bs=1 count=40 status=none
            setpriv --reuid=1234 --regid=2345 --clear-groups dd if=/dev/zero of=/dev/null bs=1 count=7 status=none
            echo another >/proc/$$/comm
            cat /proc/uptime >/dev/null
            """;

    /** Moves bytes through sockets, pipes and files. */
    private static final String TRAFFIC =
            """
            "$2" >/dev/null <<END
            1
            2
            END
            ls / >/dev/null
            """;

    /** The lines of a run, sorted, and how many events left the kernel. */
    private record Shown(List<String> lines, long written) {}

    /** Filters of which the kernel decides all, some, or nothing. */
    private static final List<String> FILTERS =
            List.of(
                    "proc.name = dd",
                    "proc.name != dd",
                    "not proc.name = dd",
                    "proc.name = nosuch",
                    "proc.name in (cat, setpriv)",
                    "not proc.name in (cat, dd, labcalls)",
                    "proc.name = sh",
                    "proc.name contains a",
                    "fd.num = 77",
                    "fd.num = 0",
                    "not fd.num = 1",
                    "not fd.num in (0, 1)",
                    "fd.num >= 3 and fd.num < 6",
                    "fd.num < 0",
                    "evt.failed = true",
                    "not evt.failed = true",
                    "evt.rawres >= 1",
                    "not evt.rawres >= 0",
                    "evt.res != SUCCESS",
                    "evt.res = SUCCESS",
                    "not evt.res in (SUCCESS, ENOENT, ENOTTY)",
                    "evt.res contains NO",
                    "user.uid = 0",
                    "user.uid = 1234",
                    "user.uid > 1000 and evt.type = read",
                    "not group.gid < 1000",
                    "evt.cpu < 0",
                    "thread.tid < 0",
                    "proc.pid = 1 or fd.num = 2",
                    "evt.type = read and fd.num = 0 or evt.type = write and proc.name = dd",
                    "(proc.name = dd or evt.failed = true) and not fd.num = 1",
                    "proc.name = dd and proc.cmdline contains 'count=40'",
                    "proc.cmdline contains 'count=40' or evt.failed = true",
                    "evt.type in (fstat, newfstatat, access, ioctl) and evt.failed = true",
                    "evt.type = getpid or evt.type = nanosleep",
                    "fd.name contains passwd and evt.rawres > 0",
                    "evt.num < 50 and proc.name = dd",
                    "not (proc.name = dd and fd.num = 0) and evt.is_io = true",
                    "evt.dir = '<' and not (evt.failed = true or evt.rawres > 0)",
                    "proc.exepath endswith /dd",
                    "not proc.exepath endswith /dd",
                    "proc.exepath = /no/such",
                    "proc.exe in (cat, dd)",
                    "proc.cmdline contains 'count=40' and evt.type = read",
                    "container.id = host",
                    "container.id != host",
                    "not container.id = host and evt.is_io = true",
                    "container.name = web or proc.exe = cat",
                    "user.name = root and proc.exepath startswith /usr",
                    "fd.name startswith /dev",
                    "not fd.name startswith /dev",
                    "fd.name = /dev/zero or evt.failed = true",
                    "fd.directory in (/etc, /proc)",
                    "fd.filename = zero and proc.exepath endswith /dd",
                    "fd.name exists",
                    "not fd.name exists and evt.rawres >= 0");

    /** Filters of what an fd is open on. */
    private static final List<String> FD_FILTERS =
            List.of(
                    "fd.type = ipv4",
                    "fd.type != file",
                    "fd.type in (unix, pipe)",
                    "fd.type = file and evt.rawres > 0",
                    "fd.type = directory",
                    "not fd.type = ipv4",
                    "fd.typechar = 4",
                    "fd.typechar = o",
                    "fd.l4proto = tcp",
                    "fd.sport = 8080",
                    "fd.sport != 8080",
                    "not fd.sport = 8080",
                    "fd.port in (53, 8080) and evt.is_io = true",
                    "fd.cport < 1024",
                    "fd.lport = 8080 or fd.rport = 8080",
                    "fd.type = ipv4 and fd.sport = 9999 or fd.type = pipe",
                    "fd.name contains 8080",
                    "not fd.name contains 8080",
                    "fd.name startswith / or fd.name = ''",
                    "fd.name glob '*:8080'");

    @TempDir Path folder;

    private String script = SCRIPT;

    @Test
    void theKernelLosesNothingThatAFilterOfFdsMatches() throws Exception {
        script = TRAFFIC;
        Map<String, List<String>> expected = inJava(FD_FILTERS);

        Map<String, Long> written = losesNothing(FD_FILTERS, expected);

        assertThat(expected.get("fd.sport = 8080")).hasSizeGreaterThan(3);
        if (expected.get("fd.l4proto = tcp").isEmpty()) {
            LabProgram.skip("no network of its own can be had");
        }
        assertThat(written.get("fd.sport = 8080")).isLessThan(written.get("not fd.sport = 8080"));
        assertThat(written.get("fd.type = ipv4")).isLessThan(written.get("fd.type != file"));
    }

    @Test
    void theKernelLosesNothingThatAFilterMatches() throws Exception {
        Map<String, List<String>> expected = inJava(FILTERS);

        Map<String, Long> written = losesNothing(FILTERS, expected);

        assertThat(expected.get("proc.name = dd")).hasSizeGreaterThan(100);
        assertThat(expected.get("user.uid = 1234")).hasSizeGreaterThan(20);
        WantedEvents nosuch = WantedEvents.of(Filter.compile("proc.name = nosuch", FIELDS));
        try (EbpfSource source = open(new Demand(Set.of(), nosuch.byNumberOnly()))) {
            new Pipeline(source, new EventContext(), _ -> true).run();
            assertThat(written.get("proc.name = nosuch")).isLessThan(source.written() * 6 / 10);
        }
    }

    /** How many events left the kernel for each filter. */
    private Map<String, Long> losesNothing(List<String> filters, Map<String, List<String>> expected)
            throws Exception {
        List<String> wrong = new ArrayList<>();
        Map<String, Long> written = new LinkedHashMap<>();
        long all = run(null).written();
        for (String filter : filters) {
            Shown shown = run(filter);
            written.put(filter, shown.written());
            if (!shown.lines().equals(expected.get(filter)) && !filter.contains("evt.num")) {
                List<String> missing = new ArrayList<>(expected.get(filter));
                shown.lines().forEach(missing::remove);
                wrong.add(filter + " lacks " + missing);
            }
        }
        System.out.println("events that left the kernel, " + all + " without a filter: " + written);
        assertThat(wrong).isEmpty();
        return written;
    }

    @Test
    void aChangeOfTheFilterLosesNothingThatBothMatchAndAttachesNothing() throws Exception {
        WantedEvents first = WantedEvents.of(Filter.compile("fd.num = 1", FIELDS));
        WantedEvents second =
                WantedEvents.of(Filter.compile("proc.name = dd and fd.num > 0", FIELDS));
        String[] dd = {"dd", "if=/dev/zero", "of=/dev/null", "bs=1", "count=30000", "status=none"};
        LiveOptions options = LiveContract.ofCommand(dd).withDemand(new Demand(Set.of(), first));
        EbpfSource source = (EbpfSource) EbpfLiveTest.openEbpf(options);
        List<String> programs = source.programs();
        AtomicInteger changes = new AtomicInteger();
        Thread changer =
                Thread.ofPlatform()
                        .start(
                                () -> {
                                    try {
                                        while (source.command().exitStatus().isEmpty()) {
                                            boolean odd = changes.incrementAndGet() % 2 == 1;
                                            source.narrow(odd ? second : first);
                                        }
                                    } catch (CaptureException e) {
                                        throw new IllegalStateException(e);
                                    }
                                });
        Recording recording = Recording.of(source);
        changer.join();

        assertThat(changes.get()).isGreaterThan(3);
        assertThat(source.programs()).isEqualTo(programs);
        assertThat(recording.full).isZero();
        assertThat(recording.ofType("write")).hasSize(30_000);
        assertThat(recording.ofType("read")).hasSizeLessThan(20);
    }

    @Test
    void aThreadThatOthersRenameIsNotJudgedByItsName() throws Exception {
        WantedEvents wanted =
                WantedEvents.of(Filter.compile("proc.name = sh and evt.type = kill", FIELDS));
        String script = "echo other >/proc/$$/comm; kill -0 $$; exec true";
        LiveOptions options = LiveContract.ofCommand("/bin/sh", "-c", script);

        Recording recording =
                Recording.of(
                        EbpfLiveTest.openEbpf(options.withDemand(new Demand(Set.of(), wanted))));

        assertThat(recording.ofType("kill")).hasSize(1);
    }

    /** What each filter matches of one run in which the kernel decides by numbers of calls. */
    private Map<String, List<String>> inJava(List<String> asked) throws Exception {
        Map<String, List<String>> matched = new LinkedHashMap<>();
        Map<String, Filter<EventContext>> filters = new LinkedHashMap<>();
        for (String filter : asked) {
            matched.put(filter, new ArrayList<>());
            filters.put(filter, Filter.compile(filter, FIELDS));
        }
        try (EbpfSource source = open(Demand.PLAIN)) {
            Line line = new Line();
            new Pipeline(
                            source,
                            new EventContext(),
                            c -> {
                                filters.forEach(
                                        (text, filter) -> {
                                            if (filter.matches(c)) {
                                                matched.get(text).add(line.of(c));
                                            }
                                        });
                                return true;
                            })
                    .run();
        }
        matched.values().forEach(lines -> lines.sort(null));
        return matched;
    }

    private Shown run(@Nullable String text) throws Exception {
        Filter<EventContext> filter = text == null ? null : Filter.compile(text, FIELDS);
        WantedEvents wanted = filter == null ? null : WantedEvents.of(filter);
        List<String> lines = new ArrayList<>();
        try (EbpfSource source = open(new Demand(Set.of(), wanted))) {
            Line line = new Line();
            Pipeline pipeline =
                    new Pipeline(
                            source,
                            new EventContext(),
                            filter == null ? _ -> true : filter::matches,
                            filter == null ? null : filter.eventTypes(),
                            c -> lines.add(line.of(c)));
            pipeline.teach(source.learner());
            pipeline.run();
            lines.sort(null);
            return new Shown(lines, source.written());
        }
    }

    /** What of an event is the same at each run. */
    private static final class Line {
        private final TextFormat<EventContext> format;
        private final TextBuffer text = new TextBuffer();

        Line() throws Exception {
            format =
                    TextFormat.compile(
                            "*%evt.type %evt.failed %fd.num %proc.name %user.uid", FIELDS);
        }

        String of(EventContext context) {
            format.write(context, text.clear());
            return text.toString();
        }
    }

    private EbpfSource open(Demand demand) throws Exception {
        Path work = folder.resolve("work");
        if (Files.exists(work)) {
            try (var files = Files.walk(work)) {
                for (Path path : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
        Files.createDirectory(work);
        LiveOptions options =
                LiveContract.ofCommand(
                        "/bin/sh",
                        "-c",
                        script,
                        LabProgram.path().toString(),
                        work.toString(),
                        LabProgram.path("labpayload").toString());
        return (EbpfSource) EbpfLiveTest.openEbpf(options.withDemand(demand));
    }
}

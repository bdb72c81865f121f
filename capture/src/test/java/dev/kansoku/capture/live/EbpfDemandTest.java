// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.capture.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kansoku.capture.Demand;
import dev.kansoku.capture.Detail;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the kernel programs tell, and leave out, as filter and format ask for it. */
@Timeout(60)
class EbpfDemandTest {
    private static final EngineFields FIELDS = new EngineFields(FieldOptions.text());
    private static final List<String> NOTING = List.of("call_enter", "cpu_left");

    /** A run's lines and counts. */
    private record Run(List<String> lines, long seen, long written, List<String> programs) {}

    @Test
    void nothingIsAttachedForWhatNobodyAsks() throws Exception {
        Run run = run("*%evt.type %evt.latency", "", Set.of(), "true");

        assertThat(run.programs()).contains("call_exit").doesNotContainAnyElementsOf(NOTING);
        assertThat(run.lines()).isNotEmpty().allSatisfy(line -> assertThat(line).endsWith(" <NA>"));
    }

    @Test
    void theBeginningsOfCallsAreNotedWhereTheLatencyIsAsked() throws Exception {
        Run run =
                run(
                        "*%evt.type %evt.latency",
                        "evt.latency > 10ms", Set.of(Detail.LATENCY), "sleep", "0.02");

        assertThat(run.programs()).contains("call_enter").doesNotContain("cpu_left");
        assertThat(run.lines()).anySatisfy(line -> assertThat(line).startsWith("clock_nanosleep "));
        assertThat(run.lines())
                .allSatisfy(
                        line ->
                                assertThat(Long.parseLong(line.split(" ", -1)[1]))
                                        .isGreaterThan(10_000_000));
    }

    @Test
    void stacksShowWhereACallCameFromAndWhereItWaited() throws Exception {
        String program = LabProgram.path("pipewriter").toString();
        Run run =
                run(
                        "*%evt.latency %evt.stack.user %evt.stack.kernel",
                        "evt.type = write",
                        Set.of(Detail.USER_STACK, Detail.KERNEL_STACK, Detail.LATENCY),
                        program);

        assertThat(run.programs()).containsAll(NOTING);
        assertThat(run.lines())
                .hasSize(32)
                .allSatisfy(line -> assertThat(line).contains("libc").contains("pipewriter"))
                .anySatisfy(line -> assertThat(line).containsPattern("pipe_write\\+0x[0-9a-f]+;"));
    }

    @Test
    void queuesOfSocketsAreSeenAsTheCallLeavesThem() throws Exception {
        Run run =
                run(
                        "*%evt.type %evt.rawres %fd.rxqueue %fd.txqueue",
                        "evt.type in (getsockopt, recvfrom, close) and proc.name = labqueue",
                        Set.of(Detail.QUEUES),
                        LabProgram.path("labqueue").toString());

        assertThat(run.programs()).doesNotContainAnyElementsOf(NOTING);
        assertThat(run.lines())
                .contains(
                        "getsockopt 0 1 7",
                        "recvfrom 1001 1999 0",
                        "recvfrom 1002 997 0",
                        "recvfrom 103 697 0")
                .anyMatch(line -> line.matches("recvfrom 100 [1-9][0-9]{2,} 0"))
                .anyMatch(line -> line.matches("close 0 <NA> <NA>"));
    }

    @Test
    void namesFunctionsOfProgramsAndOfWhatTheyCompiled() throws Exception {
        Run run =
                run(
                        "*%evt.stack.user",
                        "evt.type = getppid",
                        Set.of(Detail.USER_STACK),
                        LabProgram.path("labstack").toString(),
                        "1");

        assertThat(run.lines()).hasSize(2);
        assertThat(run.lines().getFirst())
                .containsPattern(
                        "labstack`main\\+0x[0-9a-f]+;labstack`lab_outer\\+0x[0-9a-f]+;labstack`lab_inner\\+0x[0-9a-f]+$");
        assertThat(run.lines().getLast())
                .containsPattern(
                        "labstack`main\\+0x[0-9a-f]+;Lab.made\\(int, long\\)\\+0x[0-9a-f]+$");
    }

    @Test
    void namesFunctionsOfAProgramThatHasEnded() throws Exception {
        Run run =
                run(
                        "*%evt.stack.user",
                        "evt.type = getppid",
                        Set.of(Detail.USER_STACK),
                        LabProgram.path("labstack").toString());

        assertThat(run.lines().getFirst()).contains("labstack`lab_inner+0x");
    }

    @Test
    void whatTheFilterCannotMatchIsDroppedInTheKernel() throws Exception {
        String[] command = {
            "dd", "if=/dev/zero", "of=/dev/null", "bs=1", "count=100000", "status=none"
        };
        Run run =
                run(
                        "%evt.type %proc.name %fd.name",
                        "evt.type = openat and fd.name = /dev/zero", Set.of(), command);

        assertThat(run.lines()).containsExactly("openat dd /dev/zero");
        assertThat(run.written()).isLessThan(1000).isEqualTo(run.seen());
    }

    @Test
    void aRunningCaptureCanBeNarrowedAndWidened() throws Exception {
        WantedEvents opens = WantedEvents.of(filter("evt.type = openat"));

        assertThat(writesSeen(opens, null)).isEqualTo(1);
        assertThat(writesSeen(null, opens)).isZero();
    }

    /** How many writes are seen of a command that writes once, after what is wanted has changed. */
    private static int writesSeen(@Nullable WantedEvents first, @Nullable WantedEvents then)
            throws Exception {
        LiveOptions options =
                LiveContract.ofCommand("/bin/sh", "-c", "sleep 0.5; echo x >/dev/null");
        EbpfSource source = open(options.withDemand(new Demand(Set.of(), first)));
        source.narrow(then);
        return Recording.of(source).ofType("write").size();
    }

    private static Run run(String format, String filter, Set<Detail> details, String... command)
            throws Exception {
        TextFormat<EventContext> line = TextFormat.compile(format, FIELDS);
        Filter<EventContext> chosen = filter.isEmpty() ? null : filter(filter);
        Demand demand = new Demand(details, chosen == null ? null : WantedEvents.of(chosen));
        List<String> lines = new ArrayList<>();
        TextBuffer text = new TextBuffer();
        try (EbpfSource source = open(LiveContract.ofCommand(command).withDemand(demand))) {
            EventContext context = new EventContext();
            Pipeline pipeline =
                    new Pipeline(
                            source,
                            context,
                            chosen == null ? _ -> true : chosen::matches,
                            chosen == null ? null : chosen.eventTypes(),
                            c -> {
                                if (line.write(c, text.clear())) {
                                    lines.add(text.toString());
                                }
                                return true;
                            });
            pipeline.run();
            assertThat(source.losses().droppedFull()).isZero();
            return new Run(lines, pipeline.seen(), source.written(), source.programs());
        }
    }

    private static Filter<EventContext> filter(String text) throws Exception {
        return Filter.compile(text, FIELDS);
    }

    private static EbpfSource open(LiveOptions options) throws Exception {
        return (EbpfSource) EbpfLiveTest.openEbpf(options);
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.capture.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kansoku.capture.Demand;
import dev.kansoku.capture.ExtraEvents;
import dev.kansoku.capture.LiveOptions;
import dev.kansoku.capture.WantedEvents;
import dev.kansoku.capture.bpf.EbpfSource;
import dev.kansoku.engine.fields.EngineFields;
import dev.kansoku.engine.fields.FieldOptions;
import dev.kansoku.filter.Filter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Events that are told only where somebody asks for them. */
@Timeout(60)
class EbpfExtrasTest {
    @TempDir Path folder;

    @Test
    void aSignalTellsWhoSentItAndWhoGotIt() throws Exception {
        EbpfSource source = open(ExtraEvents.SIGNAL, "signals");
        long pid = source.command().pid();
        Recording recording = Recording.of(source);

        List<String> signals =
                recording.of(pid).stream()
                        .filter(line -> line.type().equals("signaldeliver"))
                        .map(Recording.Line::arguments)
                        .toList();
        long child = recording.tids().stream().filter(tid -> tid != pid).findFirst().orElseThrow();
        assertThat(signals)
                .containsExactly(
                        "spid=" + pid + " dpid=" + pid + " sig=10(SIGUSR1) ",
                        "spid=" + pid + " dpid=" + pid + " sig=34 ",
                        "spid=0 dpid=" + pid + " sig=14(SIGALRM) ",
                        "spid=" + child + " dpid=" + pid + " sig=17(SIGCHLD) ");
    }

    @Test
    void aSwitchTellsWhoLeavesTheCpuAndHowLargeItIs() throws Exception {
        EbpfSource source = open(ExtraEvents.SWITCH, "switches");
        long pid = source.command().pid();
        Recording recording = Recording.of(source);

        assertThat(recording.ofType("switch")).hasSizeGreaterThanOrEqualTo(20);
        assertThat(recording.ofType("switch").subList(2, 20))
                .allSatisfy(
                        line -> {
                            assertThat(line.tid()).isEqualTo(pid);
                            assertThat(line.arguments())
                                    .matches(
                                            "next=\\d+(\\(.*\\))? pgft_maj=\\d+ pgft_min=[1-9]\\d*"
                                                + " vm_size=[1-9]\\d* vm_rss=\\d+ vm_swap=\\d+ ");
                        });
    }

    @Test
    void aFaultTellsItsPlaceAndWhy() throws Exception {
        Recording recording = Recording.of(open(ExtraEvents.FAULTS, "faults"));

        String mark = recording.ofType("mkdir").getFirst().arguments();
        long pages = Long.parseLong(mark.replaceAll(".*path=/proc/faults-(\\w+).*", "$1"), 16);
        List<String> addresses =
                recording.ofType("page_fault").stream()
                        .filter(
                                line ->
                                        line.arguments()
                                                .endsWith(
                                                        " error=22(PAGE_NOT_PRESENT|WRITE_ACCESS"
                                                                + "|USER_FAULT) "))
                        .map(line -> line.arguments().replaceAll("addr=(\\w+) .*", "$1"))
                        .toList();
        assertThat(addresses)
                .containsSubsequence(
                        IntStream.range(0, 64)
                                .mapToObj(i -> Long.toHexString(pages + i * 4096L).toUpperCase())
                                .toList());
        assertThat(recording.ofType("page_fault"))
                .anySatisfy(
                        line ->
                                assertThat(line.arguments())
                                        .startsWith(
                                                "addr="
                                                        + Long.toHexString(pages + 64 * 4096L)
                                                                .toUpperCase())
                                        .contains("SUPERVISOR_FAULT"));
    }

    @Test
    void whatGoesThroughAnIoUringIsToldWithoutBeingAskedFor() throws Exception {
        Path file = Files.writeString(folder.resolve("secret"), "text");
        EbpfSource source = open(Demand.PLAIN, "uring", file.toString());
        long pid = source.command().pid();
        Recording recording = Recording.of(source);
        if (source.command().exitStatus().orElseThrow() == 9) {
            LabProgram.skip("there is no io_uring here");
        }

        List<String> told =
                recording.of(pid).stream()
                        .filter(line -> line.type().equals("asyncevent"))
                        .map(Recording.Line::arguments)
                        .filter(arguments -> arguments.contains(" name=io_uring "))
                        .toList();
        long fd = Long.parseLong(told.getFirst().replaceAll(".*op=openat res=(\\d+) .*", "$1"));
        assertThat(fd).isGreaterThan(2);
        assertThat(told)
                .hasSize(4)
                .allSatisfy(line -> assertThat(line).startsWith("plugin_id=0 name=io_uring data="));
        assertThat(told.get(0)).contains("op=openat res=" + fd + " file=" + file);
        assertThat(told.get(1)).contains("op=read res=4 file=" + file);
        assertThat(told.get(2)).contains("op=openat res=-2 ");
        assertThat(told.get(3)).contains("op=connect res=-111");
    }

    @Test
    void aFilterThatNamesThemBringsThem() throws Exception {
        assertThat(filtered("evt.type = signaldeliver", "signals").ofType("signaldeliver"))
                .isNotEmpty();
        assertThat(filtered("evt.type in (switch, mkdir)", "switches").ofType("switch"))
                .isNotEmpty();
        assertThat(filtered("evt.type = page_fault", "faults").ofType("page_fault")).isNotEmpty();
        assertThat(filtered("proc.name = labextras", "signals").lines)
                .noneMatch(line -> Set.of("switch", "signaldeliver").contains(line.type()));
    }

    private static Recording filtered(String filter, String what) throws Exception {
        WantedEvents wanted =
                WantedEvents.of(Filter.compile(filter, new EngineFields(FieldOptions.text())));
        return Recording.of(open(new Demand(Set.of(), wanted), what));
    }

    private static EbpfSource open(ExtraEvents extra, String what) throws Exception {
        return open(Demand.PLAIN.withExtras(Set.of(extra)), what);
    }

    private static EbpfSource open(Demand demand, String... words) throws Exception {
        List<String> command = new ArrayList<>(List.of(LabProgram.path("labextras").toString()));
        command.addAll(List.of(words));
        LiveOptions options =
                LiveContract.ofCommand(command.toArray(new String[0])).withDemand(demand);
        return (EbpfSource) EbpfLiveTest.openEbpf(options);
    }
}

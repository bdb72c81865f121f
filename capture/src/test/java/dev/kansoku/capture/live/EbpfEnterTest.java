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
import dev.kansoku.event.EventTable;
import dev.kansoku.ffi.Processes;
import dev.kansoku.filter.Filter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What calls tell when they begin. */
@Timeout(60)
class EbpfEnterTest {
    private static final int SIGKILL = 9;

    /** Enters that tell something else than their exits do. */
    static final Set<String> OTHERS =
            Set.of(
                    "openat dirfd=-100(AT_FDCWD) name=a.txt(a.txt)"
                            + " flags=263(O_TRUNC|O_CREAT|O_RDWR) mode=0644 ",
                    "openat2 dirfd=-100(AT_FDCWD) name=o2.txt(o2.txt) flags=7(O_CREAT|O_RDWR)"
                            + " mode=0640 resolve=8(RESOLVE_NO_SYMLINKS) ",
                    "dup fd=3 ",
                    "dup2 fd=3 ",
                    "dup3 fd=3 ",
                    "sendfile out_fd=5 in_fd=4 offset=0 size=10 ",
                    "copy_file_range fdin=4 offin=0 len=7 ");

    @TempDir Path folder;

    @Test
    void eachCallBeginsWithTheArgumentsThatItsEndTells() throws Exception {
        String program = LabProgram.path().toString();
        EbpfSource source = open(Demand.PLAIN.withExtras(asked()), program, folder.toString());
        long pid = source.command().pid();
        Recording recording = Recording.of(source);

        List<Recording.Line> lines =
                LiveContract.oneEndPerCall(LiveContract.betweenMarks(recording.of(pid)));
        List<String> others = new ArrayList<>();
        for (int i = 0; i + 1 < lines.size(); i += 2) {
            Recording.Line enter = lines.get(i);
            Recording.Line exit = lines.get(i + 1);
            assertThat(isExit(enter)).as(enter.toString()).isFalse();
            assertThat(isExit(exit)).as(exit.toString()).isTrue();
            assertThat(exit.type()).isEqualTo(enter.type());
            for (String piece : enter.arguments().split(" ", -1)) {
                // an unbound socket gets its port while it sends
                if (!piece.isEmpty()
                        && !piece.startsWith("tuple=0.0.0.0:0->")
                        && !(" " + exit.arguments()).contains(" " + piece + " ")) {
                    others.add(enter.type() + " " + enter.arguments());
                }
            }
        }
        assertThat(lines).hasSizeGreaterThan(400);
        assertThat(others).containsExactlyInAnyOrderElementsOf(OTHERS);
        assertThat(recording.full).isZero();
    }

    @Test
    void aBlockedCallIsSeenBeforeItReturns() throws Exception {
        EbpfSource source = open(Demand.PLAIN.withExtras(asked()), "sleep", "30");
        long pid = source.command().pid();
        try {
            Recording recording =
                    Recording.until(source, line -> line.type().equals("clock_nanosleep"));

            assertThat(recording.ofType("clock_nanosleep"))
                    .singleElement()
                    .satisfies(line -> assertThat(isExit(line)).isFalse());
        } finally {
            Processes.kill((int) pid, SIGKILL);
        }
    }

    @Test
    void aFilterThatSpeaksOfEntersBringsThemAndNoOthers() throws Exception {
        Recording opens = filtered("evt.type = openat and evt.dir = >");

        assertThat(opens.lines).filteredOn(line -> isEnterOfCall(line)).isNotEmpty();
        assertThat(opens.lines)
                .filteredOn(line -> isEnterOfCall(line))
                .allSatisfy(line -> assertThat(line.type()).isEqualTo("openat"));
        assertThat(filtered("evt.type = openat").lines).noneMatch(line -> isEnterOfCall(line));
        assertThat(filtered("evt.type = openat and evt.dir = <").lines)
                .noneMatch(line -> isEnterOfCall(line));
    }

    @Test
    void entersOfARunningCaptureCanBeWantedLaterAndNoMore() throws Exception {
        WantedEvents enters = wanted("evt.type = write and evt.dir = >");
        WantedEvents exits = wanted("evt.type = write");

        assertThat(entersOfWrite(exits, enters)).isEqualTo(1);
        assertThat(entersOfWrite(enters, exits)).isZero();
    }

    @Test
    void nobodyPaysForWhatNobodyAsks() throws Exception {
        try (EbpfSource source = open(Demand.PLAIN, "true")) {
            assertThat(source.programs()).contains("call_exit").doesNotContain("enter_event");
        }
    }

    private static int entersOfWrite(WantedEvents first, WantedEvents then) throws Exception {
        EbpfSource source =
                open(new Demand(Set.of(), first), "/bin/sh", "-c", "sleep 0.5; echo x >/dev/null");
        source.narrow(then);
        Recording recording = Recording.of(source);
        return (int) recording.ofType("write").stream().filter(line -> !isExit(line)).count();
    }

    private static Recording filtered(String filter) throws Exception {
        return Recording.of(open(new Demand(Set.of(), wanted(filter)), "cat", "/dev/null"));
    }

    private static WantedEvents wanted(String filter) throws Exception {
        return WantedEvents.of(Filter.compile(filter, new EngineFields(FieldOptions.text())));
    }

    private static Set<ExtraEvents> asked() {
        return Set.of(ExtraEvents.ENTER);
    }

    private static EbpfSource open(Demand demand, String... command) throws Exception {
        LiveOptions options = LiveContract.ofCommand(command).withDemand(demand);
        return (EbpfSource) EbpfLiveTest.openEbpf(options);
    }

    private static boolean isEnterOfCall(Recording.Line line) {
        return !isExit(line) && !line.type().equals("procexit");
    }

    private static boolean isExit(Recording.Line line) {
        return EventTable.type(line.code()).isExit();
    }
}

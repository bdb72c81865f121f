// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.capture.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kansoku.capture.Demand;
import dev.kansoku.capture.WantedEvents;
import dev.kansoku.capture.bpf.EbpfSource;
import dev.kansoku.engine.fields.EngineFields;
import dev.kansoku.engine.fields.FieldOptions;
import dev.kansoku.event.EventTable;
import dev.kansoku.ffi.Processes;
import dev.kansoku.filter.Filter;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Calls that do not return are seen when they begin ({@code labblocked.c}). */
@Timeout(60)
class BlockedCallTest {
    private static final int SIGKILL = 9;

    @TempDir Path folder;

    @ParameterizedTest
    @CsvSource({
        "connect, addr=127.0.0.1:",
        "openat, /fifo",
        "execve, filename=/bin/sleep",
        "kill, sig=9"
    })
    void aCallThatIsNamedIsSeenAtOnce(String call, String piece) throws Exception {
        Demand demand = Demand.PLAIN.withEntries(Set.of(call));

        assertThat(seen(demand, call, piece)).contains(piece);
    }

    @Test
    void aFilterOnTheDirectionIsEnoughForASilentAddress() throws Exception {
        String filter = "evt.type = connect and evt.dir = > and fd.l4proto = tcp";
        WantedEvents wanted =
                WantedEvents.of(Filter.compile(filter, new EngineFields(FieldOptions.text())));

        assertThat(seen(new Demand(Set.of(), wanted), "connect", "addr=127.0.0.1:"))
                .contains("addr=127.0.0.1:");
    }

    @Test
    void noOtherBeginningsAreTold() throws Exception {
        EbpfSource source = open(Demand.PLAIN.withEntries(Set.of("connect")), "/bin/true");
        Recording recording = Recording.of(source);

        assertThat(recording.ofType("openat"))
                .isNotEmpty()
                .allSatisfy(line -> assertThat(EventTable.type(line.code()).isExit()).isTrue());
    }

    /** The arguments of the call's last beginning, after which its program is ended. */
    private String seen(Demand demand, String call, String piece) throws Exception {
        String kind = call.equals("openat") ? "open" : call;
        EbpfSource source =
                open(demand, LabProgram.path("labblocked").toString(), folder.toString(), kind);
        int pid = (int) source.command().pid();
        int[] begun = {0};
        try {
            Recording recording =
                    Recording.until(
                            source,
                            line ->
                                    isBeginning(line, call, piece)
                                            // those that fill the listener's queue come first
                                            && ++begun[0] == (call.equals("connect") ? 9 : 1));
            return recording.lines.stream()
                    .filter(line -> isBeginning(line, call, piece))
                    .reduce((_, last) -> last)
                    .orElseThrow()
                    .arguments();
        } finally {
            Processes.kill(pid, SIGKILL);
        }
    }

    private static boolean isBeginning(Recording.Line line, String call, String piece) {
        return line.type().equals(call)
                && !EventTable.type(line.code()).isExit()
                && line.arguments().contains(piece);
    }

    private static EbpfSource open(Demand demand, String... command) throws Exception {
        return (EbpfSource)
                EbpfLiveTest.openEbpf(LiveContract.ofCommand(command).withDemand(demand));
    }
}

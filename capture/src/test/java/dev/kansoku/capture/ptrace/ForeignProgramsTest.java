// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.capture.ptrace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kansoku.capture.CaptureException;
import dev.kansoku.capture.Launch;
import dev.kansoku.capture.LiveOptions;
import dev.kansoku.event.Event;
import dev.kansoku.event.Symbols;
import dev.kansoku.event.start.StartListener;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Programs of 32 bits. Since many kernels run none, those are taken for such whose file has a name
 * that the test chose.
 */
@Timeout(60)
class ForeignProgramsTest {
    /** exit(7) by int 0x80, in the smallest ELF file of 32 bits. */
    private static final String PROGRAM =
            "7f454c46010101000000000000000000" // magic, class, ...
                    + "02000300010000005480040834000000" // EXEC, i386, entry 0x8048054, phoff
                    + "00000000000000003400200001000000" // one program header
                    + "00000000"
                    + "01000000000000000080040800800408" // LOAD from 0 to 0x8048000
                    + "61000000610000000500000000100000"
                    + "b801000000bb07000000cd80";

    private static final IntPredicate SLEEP = tid -> ForeignPrograms.fileOf(tid).endsWith("/sleep");

    @TempDir Path folder;

    private final List<String> notes = new ArrayList<>();

    @Test
    void tellsAFileOf32BitsFromOthers() throws Exception {
        Path program = Files.write(folder.resolve("p"), HexFormat.of().parseHex(PROGRAM));
        ForeignPrograms foreign = new ForeignPrograms();

        assertThat(foreign.isForeign(program.toString())).isTrue();
        assertThat(foreign.isForeign("/proc/self/exe")).isFalse();
        assertThat(foreign.isForeign("/etc/passwd")).isFalse();
        assertThat(foreign.isForeign(folder.resolve("none").toString())).isFalse();
        assertThat(foreign.isForeign(Files.createFile(folder.resolve("empty")).toString()))
                .isFalse();
    }

    @Test
    void aCommandOf32BitsIsRefusedAndNotRun() throws Exception {
        Path program = Files.write(folder.resolve("p"), HexFormat.of().parseHex(PROGRAM));
        assertThat(program.toFile().setExecutable(true)).isTrue();

        assertThatThrownBy(() -> PtraceSource.open(ofCommand(program.toString())))
                .isInstanceOf(CaptureException.class)
                .satisfies(
                        e ->
                                assertThat(e.getMessage())
                                        .containsAnyOf(
                                                "is a 32-bit program, whose calls ptrace does not"
                                                        + " know; it was not run",
                                                "ENOEXEC")); // of a kernel that runs none
    }

    @Test
    void aCommandThatIsForeignIsRefusedBeforeItDoesAnything() {
        assertThatThrownBy(
                        () -> PtraceSource.open(ofCommand("/bin/sleep", "30"), SLEEP, notes::add))
                .isInstanceOf(CaptureException.class)
                .hasMessageContaining("/sleep is a 32-bit program")
                .hasMessageContaining("eBPF");
        assertThat(ProcessHandle.current().children().map(ProcessHandle::info))
                .noneMatch(info -> info.command().orElse("").endsWith("/sleep"));
    }

    @Test
    void oneThatIsAttachedToIsRefused() throws Exception {
        Process sleep = new ProcessBuilder("sleep", "30").start();
        try {
            assertThatThrownBy(
                            () ->
                                    PtraceSource.open(
                                            LiveOptions.DEFAULT.ofPids(List.of(sleep.pid())),
                                            SLEEP,
                                            notes::add))
                    .isInstanceOf(CaptureException.class)
                    .hasMessageContaining("process " + sleep.pid() + " runs a 32-bit program");
            assertThat(sleep.isAlive()).isTrue();
        } finally {
            sleep.destroy();
        }
    }

    @Test
    void aDescendantsExecAndEndAreToldAndItsCallsAreNot() throws Exception {
        Map<Long, List<String>> types = new HashMap<>();
        PtraceSource source =
                PtraceSource.open(
                        ofCommand("/bin/sh", "-c", "sleep 0.1; exit 4"), SLEEP, notes::add);
        long pid = source.command().pid();
        try (source) {
            Event event = new Event();
            while (source.next(event, new StartListener() {})) {
                types.computeIfAbsent(event.tid(), _ -> new ArrayList<>())
                        .add(new String(Symbols.typeName(event), StandardCharsets.US_ASCII));
            }
        }

        assertThat(source.command().exitStatus()).hasValue(4);
        List<String> child =
                types.entrySet().stream()
                        .filter(entry -> entry.getKey() != pid)
                        .findFirst()
                        .orElseThrow()
                        .getValue();
        assertThat(child.subList(child.indexOf("execve"), child.size()))
                .containsExactly("execve", "procexit");
        assertThat(notes)
                .singleElement()
                .asString()
                .contains("runs a 32-bit program", "/sleep: ptrace tells of its start");
    }

    @Test
    void childrenOfOneAreObservedAgainWhereTheyRunAnotherProgram() throws Exception {
        IntPredicate shell = tid -> ForeignPrograms.fileOf(tid).matches("/(usr/)?bin/(da|ba)?sh");
        List<String> events = new ArrayList<>();
        PtraceSource source =
                PtraceSource.open(
                        ofCommand("env", "sh", "-c", "mkdir " + folder + "/made; exit 5"),
                        shell,
                        notes::add);
        try (source) {
            Event event = new Event();
            while (source.next(event, new StartListener() {})) {
                events.add(new String(Symbols.typeName(event), StandardCharsets.US_ASCII));
            }
        }

        assertThat(source.command().exitStatus()).hasValue(5);
        assertThat(folder.resolve("made")).isDirectory();
        assertThat(events).containsSubsequence("execve", "execve", "clone", "execve", "mkdir");
        assertThat(events.stream().filter("procexit"::equals)).hasSize(2);
        assertThat(notes).hasSize(1);
    }

    private static LiveOptions ofCommand(String... command) {
        return LiveOptions.DEFAULT.ofCommand(List.of(command)).withLaunch(new Launch(null, true));
    }
}

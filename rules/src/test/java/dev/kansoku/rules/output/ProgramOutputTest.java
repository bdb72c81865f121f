// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.rules.output;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProgramOutputTest {
    @TempDir Path folder;

    private final List<String> notes = new CopyOnWriteArrayList<>();

    private Outputs outputs(String address, String timeout) throws OutputSpecException {
        SequencedMap<String, List<String>> settings = new LinkedHashMap<>();
        settings.put("timeout", List.of(timeout));
        return Outputs.open(
                List.of(new OutputSpec(address, settings)),
                Alerts.surroundings(Patience.WAITS, notes::add));
    }

    private static void give(Outputs outputs, int from, int to) {
        for (int i = from; i < to; i++) {
            outputs.accept(Alerts.alert(i));
        }
    }

    @Test
    void aProgramReadsEachAlert() throws Exception {
        Path file = folder.resolve("got");
        try (Outputs outputs = outputs("program:cat >> '" + file + "'; echo . >> " + file, "5s")) {
            give(outputs, 0, 3);
        }
        assertThat(Files.readAllLines(file))
                .containsExactly("alert 0", ".", "alert 1", ".", "alert 2", ".");
    }

    @Test
    void whatAnAlertSaysIsNoPartOfTheCommand() throws Exception {
        Path file = folder.resolve("got");
        Path trap = folder.resolve("trap");
        String hostile = "$(touch " + trap + ")`touch " + trap + "`; touch " + trap + " '\"";
        try (Outputs outputs = outputs("program:cat >> " + file, "5s")) {
            outputs.accept(Alerts.alert(hostile, dev.kansoku.rules.Priority.ERROR));
        }
        assertThat(file).hasContent(hostile);
        assertThat(trap).doesNotExist();
    }

    @Test
    void aProgramThatHangsIsKilledWithWhatItStarted() throws Exception {
        Path pid = folder.resolve("pid");
        Outputs outputs = outputs("program:sleep 100 & echo $! > " + pid + "; wait", "300ms");
        give(outputs, 0, 1);
        Alerts.await(() -> outputs.counts().getFirst().refused() == 1);
        long child = Long.parseLong(Files.readString(pid).strip());
        Alerts.await(() -> ProcessHandle.of(child).filter(ProcessHandle::isAlive).isEmpty());
        outputs.close();
        assertThat(notes).anyMatch(note -> note.contains("did not end within 300 ms"));
    }

    @Test
    void aProgramThatCannotRunIsTriedAgainAndOneThatFailsIsNot() throws Exception {
        Outputs missing = outputs("program:/no/such/program", "5s");
        give(missing, 0, 1);
        Alerts.await(() -> missing.counts().getFirst().retries() > 0);
        missing.close(Duration.ofMillis(100));
        assertThat(missing.counts().getFirst().undelivered()).isEqualTo(1);
        Outputs failing = outputs("program:cat > /dev/null; exit 3", "5s");
        give(failing, 0, 2);
        failing.close();
        assertThat(failing.counts().getFirst().refused()).isEqualTo(2);
    }

    @Test
    void aPipeIsOneProgramForAllAlerts() throws Exception {
        Path file = folder.resolve("got");
        try (Outputs outputs = outputs("pipe:echo begins >> " + file + "; cat >> " + file, "5s")) {
            give(outputs, 0, 500);
        }
        List<String> lines = Files.readAllLines(file);
        assertThat(lines.getFirst()).isEqualTo("begins");
        assertThat(lines.subList(1, lines.size())).isEqualTo(Alerts.numbers(0, 500));
    }

    @Test
    void aPipeThatEndsIsStartedAgainAndMissesNothing() throws Exception {
        Path file = folder.resolve("got");
        Path second = folder.resolve("second");
        String readsThreeAtFirst =
                "pipe:if test -e %2$s; then exec cat >> %1$s; fi; touch %2$s; sleep 0.3; for i in 1 2 3; do read -r line && echo \"$line\" >> %1$s; done"
                        .formatted(file, second);
        Outputs outputs = outputs(readsThreeAtFirst, "5s");
        give(outputs, 0, 6);
        Alerts.await(() -> lines(file).size() == 3);
        Thread.sleep(100);
        give(outputs, 6, 8);
        Alerts.await(() -> lines(file).contains("alert 7"));
        outputs.close();
        assertThat(Files.readAllLines(file).stream().distinct().toList())
                .isEqualTo(Alerts.numbers(0, 8));
    }

    private static List<String> lines(Path file) {
        try {
            return Files.exists(file) ? Files.readAllLines(file) : List.of();
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void aPipeThatReadsNothingIsGivenUp() throws Exception {
        Outputs outputs = outputs("pipe:exec sleep 100", "300ms");
        String large = "x".repeat(100_000);
        outputs.accept(Alerts.alert(large, dev.kansoku.rules.Priority.ERROR));
        Alerts.await(() -> outputs.counts().getFirst().failing());
        assertThat(outputs.counts().getFirst().trouble()).contains("reads nothing for 300 ms");
        outputs.close(Duration.ofMillis(100));
    }
}

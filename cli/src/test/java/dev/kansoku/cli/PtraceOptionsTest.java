// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kansoku.cli.console.Failure;
import dev.kansoku.cli.option.Arguments;
import dev.kansoku.cli.option.Users;
import dev.kansoku.cli.request.LiveReader;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** No option of a live capture is passed over in silence where ptrace observes. */
@Timeout(60)
class PtraceOptionsTest {
    private static final String REFUSED = "125 ptrace observes only a command or processes";

    /** What comes of each: an exit status, and a text among the notes ("" for no note at all). */
    private static final Map<String, String> OUTCOMES =
            Map.ofEntries(
                    Map.entry("pid 4194303", "125 none of the processes [4194303] runs"),
                    Map.entry("cgroup /sys/fs/cgroup", REFUSED),
                    Map.entry("container none", REFUSED),
                    Map.entry("pod none", REFUSED),
                    Map.entry("user 0", REFUSED),
                    Map.entry("comm none", REFUSED),
                    Map.entry("not-pid 1", REFUSED),
                    Map.entry("not-cgroup /sys/fs/cgroup", REFUSED),
                    Map.entry("not-container none", REFUSED),
                    Map.entry("not-pod none", REFUSED),
                    Map.entry("not-user 0", REFUSED),
                    Map.entry("not-comm none", REFUSED),
                    Map.entry("run-as 65534", "0 "),
                    Map.entry("outlive", "0 "),
                    Map.entry("engine ptrace", "0 "),
                    Map.entry("buffer-size 1M", "0 "),
                    Map.entry("on-pressure drop", "0 ptrace has no pressure"),
                    Map.entry("limit-cgroup 1K", "125 ptrace cannot limit control groups"),
                    Map.entry("snaplen 200", "0 "),
                    Map.entry("snaplen-port 80=200", "0 "),
                    Map.entry("full-payload 1", "0 "),
                    Map.entry("stacks user", "0 ptrace takes no stacks"),
                    Map.entry("with switch", "125 ptrace cannot tell of switch (--with)"),
                    Map.entry("entry execve", "0 "));

    /** What ptrace alone cannot do of those that have several values. */
    private static final Map<String, String> VALUES =
            Map.of(
                    "with faults", "125 ptrace cannot tell of faults (--with)",
                    "with signal,enter", "0 ",
                    "engine ebpf", "",
                    "on-pressure shed", "0 ");

    static Stream<Map.Entry<String, String>> outcomes() {
        return Stream.concat(OUTCOMES.entrySet().stream(), VALUES.entrySet().stream())
                .filter(entry -> !entry.getValue().isEmpty());
    }

    @Test
    void eachOptionOfALiveCaptureIsInTheTable() {
        assertThat(OUTCOMES.keySet().stream().map(row -> row.split(" ", -1)[0]))
                .containsExactlyInAnyOrderElementsOf(LiveReader.options());
    }

    @ParameterizedTest
    @MethodSource("outcomes")
    void isObeyedOrTold(Map.Entry<String, String> row) throws Exception {
        List<String> line = new ArrayList<>(List.of("--keep-privileges"));
        String[] words = row.getKey().split(" ", -1);
        if (!words[0].endsWith("container") && !words[0].endsWith("pod")) {
            line.add("--no-containers");
        }
        if (!words[0].equals("engine")) {
            line.add("--engine=ptrace");
        }
        line.add("--" + words[0] + (words.length > 1 ? "=" + words[1] : ""));
        line.addAll(List.of("-n", "1000000", "-w", "/dev/null"));
        if (!words[0].equals("pid")) {
            line.addAll(List.of("--", "/bin/true"));
        }
        String[] expected = row.getValue().split(" ", 2);

        ByteArrayOutputStream told = new ByteArrayOutputStream();
        int status = run(line, new PrintStream(told, true, StandardCharsets.UTF_8));

        List<String> notes =
                told.toString(StandardCharsets.UTF_8)
                        .lines()
                        .filter(note -> !note.equals("kansoku: observing with ptrace"))
                        .toList();
        assertThat(status).as(notes.toString()).isEqualTo(Integer.parseInt(expected[0]));
        if (expected[1].isEmpty()) {
            assertThat(notes).isEmpty();
        } else {
            assertThat(notes).singleElement().asString().contains(expected[1]);
        }
    }

    private static int run(List<String> line, PrintStream notes) throws Exception {
        try {
            Request request = RequestReader.read(Arguments.parse(line), Users.system());
            return Session.live((Request.Live) request, notes);
        } catch (Failure e) {
            notes.println(e.getMessage());
            return e.status();
        }
    }
}

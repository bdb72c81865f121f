// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.capture.live;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kansoku.capture.CaptureScope;
import dev.kansoku.capture.LiveOptions;
import dev.kansoku.capture.LiveSource;
import dev.kansoku.ffi.Native;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What stays in the kernel of a capture that was killed: nothing. */
@Timeout(120)
class EbpfLeftoverTest {
    private static final int BPF = Native.ARCHITECTURE.select(321, 280);
    private static final int PROGRAM_AFTER = 11;
    private static final int MAP_AFTER = 12;
    private static final int LINK_AFTER = 31;

    @Test
    void aKilledCaptureLeavesNothingAttached() throws Exception {
        EbpfLiveTest.openEbpf(nobody()).close(); // or skips the test
        Process capture =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "--enable-native-access=ALL-UNNAMED",
                                "-cp",
                                System.getProperty("java.class.path"),
                                Capturing.class.getName())
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        Set<Integer> programs;
        Set<Integer> maps;
        Set<Integer> links;
        try {
            assertThat(capture.getInputStream().read()).isEqualTo('o');
            programs = ids(capture.pid(), "prog_id:");
            maps = ids(capture.pid(), "map_id:");
            links = ids(capture.pid(), "link_id:");
            assertThat(programs).hasSizeGreaterThan(5).allMatch(id -> exists(PROGRAM_AFTER, id));
            assertThat(maps).hasSizeGreaterThan(5).allMatch(id -> exists(MAP_AFTER, id));
            assertThat(links).hasSizeGreaterThan(3).allMatch(id -> exists(LINK_AFTER, id));
        } finally {
            capture.destroyForcibly().waitFor(20, TimeUnit.SECONDS); // as kill -9 does
        }
        // the kernel frees what nobody holds any more after a while of its own
        for (int i = 0; i < 200; i++) {
            programs.removeIf(id -> !exists(PROGRAM_AFTER, id));
            maps.removeIf(id -> !exists(MAP_AFTER, id));
            links.removeIf(id -> !exists(LINK_AFTER, id));
            if (programs.isEmpty() && maps.isEmpty() && links.isEmpty()) {
                return;
            }
            TimeUnit.MILLISECONDS.sleep(50);
        }
        assertThat(programs).as("programs").isEmpty();
        assertThat(maps).as("maps").isEmpty();
        assertThat(links).as("links").isEmpty();
    }

    /** A scope that nothing is in. */
    private static LiveOptions nobody() {
        return LiveOptions.DEFAULT.withScope(CaptureScope.ofComm("lab-nobody"));
    }

    /** The numbers that a process's descriptors tell. */
    private static Set<Integer> ids(long pid, String key) throws IOException {
        Set<Integer> ids = new TreeSet<>();
        try (Stream<Path> descriptors = Files.list(Path.of("/proc/" + pid + "/fdinfo"))) {
            for (Path descriptor : descriptors.toList()) {
                for (String line : Files.readAllLines(descriptor)) {
                    if (line.startsWith(key)) {
                        ids.add(Integer.parseInt(line.substring(key.length()).strip()));
                    }
                }
            }
        }
        return ids;
    }

    /** Whether the kernel still has a number: it is then the next after the one before. */
    private static boolean exists(int command, int id) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment attr = arena.allocate(16, 8);
            attr.set(JAVA_INT, 0, id - 1);
            long result = Native.call(BPF, command, attr.address(), attr.byteSize());
            return result == 0 && attr.get(JAVA_INT, 4) == id;
        }
    }

    /** Observes until it is killed. */
    static final class Capturing {
        public static void main(String[] none) throws Exception {
            LiveSource source = EbpfLiveTest.openEbpf(nobody());
            System.out.print("open");
            System.out.flush();
            TimeUnit.SECONDS.sleep(100);
            source.close();
        }
    }
}

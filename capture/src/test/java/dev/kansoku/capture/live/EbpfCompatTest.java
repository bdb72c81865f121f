// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.capture.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kansoku.capture.CaptureException;
import dev.kansoku.capture.Demand;
import dev.kansoku.capture.LiveOptions;
import dev.kansoku.capture.LiveSource;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Calls of a 32-bit program, where the kernel runs one. */
class EbpfCompatTest {
    private static final int NO_PROGRAM = 126;

    /** Of each call in order, its name and pieces of what is told of it. */
    private static final List<List<String>> CALLS =
            List.of(
                    List.of(
                            "openat",
                            "fd=3",
                            "name=compat.txt",
                            "O_TRUNC|O_CREAT|O_RDWR",
                            "mode=0600"),
                    List.of("write", "res=5", "data=hello", "fd=3", "size=5"),
                    List.of("writev", "res=7", "data=onetwo2", "fd=3", "size=7"),
                    List.of("pread", "res=4", "data=loon", "size=4", "pos=3"),
                    List.of("lseek", "res=0", "offset=0", "whence=0(SEEK_SET)"),
                    List.of("readv", "res=12", "size=64", "data=helloonetwo2"),
                    List.of("fcntl", "res=100", "fd=3", "F_DUPFD"),
                    List.of("close", "res=0", "fd=100"),
                    List.of("mmap", "length=4096", "PROT_READ", "MAP_PRIVATE", "fd=3", "offset=0"),
                    List.of("stat", "res=0", "path=compat.txt"),
                    List.of("nanosleep", "res=0", "interval=1000"),
                    List.of("getrlimit", "res=0", "RLIMIT_NOFILE"),
                    List.of("close", "res=0", "fd=3"),
                    List.of("open", "fd=-2", "name=nowhere"),
                    List.of("readlink", ""), // has no event of its own
                    List.of("socket", "fd=3", "AF_INET", "type=2"),
                    List.of("sendmsg", "res=7", "data=toport9", "size=7", "->127.0.0.1:9"),
                    List.of("sendmmsg", "res=7", "data=toport9", "size=7", "->127.0.0.1:9"),
                    List.of("sendmmsg", "res=5", "data=again", "size=5", "->127.0.0.1:10"),
                    List.of("connect", "res=0", "->127.0.0.1:9", "fd=3", "addr=127.0.0.1:9"),
                    List.of("sendto", "res=7", "data=by list", "size=7", "->127.0.0.1:9"),
                    List.of("close", "res=0", "fd=3"));

    @TempDir Path folder;

    @Test
    void areToldAsThoseOfOtherProgramsAre() throws Exception {
        Recording recording = record(Demand.PLAIN);

        List<Recording.Line> lines = recording.lines;
        int from = 0;
        while (!lines.get(from).arguments().contains("name=compat.txt")) {
            from++;
        }
        for (int i = 0; i < CALLS.size(); i++) {
            Recording.Line line = lines.get(from + i);
            List<String> expected = CALLS.get(i);
            assertThat(line.type()).as(line.toString()).isEqualTo(expected.getFirst());
            assertThat(line.arguments())
                    .contains(expected.subList(1, expected.size()).toArray(String[]::new));
        }
        assertThat(recording.ofType("procexit")).singleElement().asString().contains("ret=7");
        assertThat(recording.ofType("getrlimit").getFirst().arguments())
                .satisfies(
                        told ->
                                assertThat(Arrays.stream(told.split(" ")).toList())
                                        .noneMatch(piece -> piece.equals("cur=0")));
    }

    private Recording record(Demand demand) throws Exception {
        Path program = LabProgram.path("labcompat");
        LiveOptions options =
                LiveContract.ofCommand("/bin/sh", "-c", "cd " + folder + " && exec " + program)
                        .withDemand(demand);
        try (LiveSource source = EbpfLiveTest.openEbpf(options)) {
            Recording recording = Recording.of(source);
            if (source.command().exitStatus().orElseThrow() == NO_PROGRAM) {
                LabProgram.skip("this kernel runs no 32-bit programs");
            }
            return recording;
        } catch (CaptureException e) {
            LabProgram.skip("this kernel runs no 32-bit programs: " + e.getMessage());
            throw e;
        }
    }
}

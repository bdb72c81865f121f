package dev.kansoku.capture.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kansoku.capture.LiveOptions;
import dev.kansoku.capture.ptrace.PtraceSource;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class PtraceLiveTest {
    @TempDir Path folder;

    @Test
    @Timeout(60)
    void printsAll() throws Exception {
        var source =
                PtraceSource.open(
                        LiveOptions.DEFAULT.ofCommand(
                                List.of(LabProgram.path().toString(), folder.toString())));
        var recording = Recording.of(source);
        recording.lines.forEach(System.out::println);
        System.out.println("faults " + recording.faults + " processes " + recording.processes.size() + " fds " + recording.fds);
        assertThat(source.command().exitStatus()).hasValue(5);
    }
}

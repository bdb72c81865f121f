// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.kansoku.engine.EventContext;
import dev.kansoku.engine.Pipeline;
import dev.kansoku.engine.fields.EngineFields;
import dev.kansoku.engine.fields.FieldOptions;
import dev.kansoku.engine.source.EventSource;
import dev.kansoku.engine.source.Losses;
import dev.kansoku.engine.source.ScapSource;
import dev.kansoku.engine.state.SystemState;
import dev.kansoku.event.Event;
import dev.kansoku.event.TextBuffer;
import dev.kansoku.event.start.StartListener;
import dev.kansoku.filter.format.TextFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** That failures which the kernel leaves out teach the state nothing. */
class FailedCallsTest {
    private static final String STATE =
            "*%evt.type %evt.failed %thread.tid %thread.vtid %fd.num %fd.name %fd.typechar"
                    + " %fd.sport %fd.cport %fd.sip %fd.l4proto %proc.name %proc.exe %proc.exepath"
                    + " %proc.args %proc.cwd %proc.ppid %proc.pname %proc.aname[2] %proc.sid"
                    + " %proc.vpgid %proc.fdopencount %proc.fdlimit %proc.env %proc.tty %user.uid"
                    + " %group.gid %thread.cap_effective %container.id";

    /** Past which a long capture tells nothing new. */
    private static final int EVENTS = 400_000;

    @Test
    void eachIsACallThatTheStateLearnsFromAndWhoseResultIsTold() {
        SystemState state = new SystemState();
        for (String[] row : Tables.read("failed-calls.tsv", 2)) {
            List<SystemCall> calls =
                    SystemCallTable.rows().stream().filter(c -> c.name().equals(row[0])).toList();
            assertThat(calls).as(row[0]).isNotEmpty();
            for (SystemCall call : calls) {
                assertThat(KernelFilter.isDecidable(call, state)).as(row[0]).isFalse();
                assertThat(KernelFilter.result(call))
                        .as(row[0])
                        .isEqualTo(KernelFilter.Result.TOLD);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "files.scap.gz",
                "net.scap.gz",
                "procs.scap.gz",
                "shell.scap.gz",
                "web.scap.gz",
                "test_ipv6_client.scap",
                "502Error.scap"
            })
    void theStateIsTheSameWithoutThem(String capture) throws Exception {
        Path file = capture(capture);
        Left whole = run(file, false);
        Left without = run(file, true);

        System.out.printf(
                "%s: %d of %d events are failures that teach nothing%n",
                capture, whole.failures, whole.events);
        assertThat(whole.failures).isPositive();
        assertThat(without.events).isEqualTo(whole.events - whole.failures);
        assertThat(without.states).isEqualTo(whole.states);
    }

    /** What a run came to: a number of all that is known at each of the other events. */
    private static final class Left {
        private long events;
        private long failures;
        private long states;
    }

    private static Left run(Path file, boolean without) throws Exception {
        EngineFields fields = new EngineFields(FieldOptions.text());
        TextFormat<EventContext> format = TextFormat.compile(STATE, fields);
        TextBuffer text = new TextBuffer();
        Left left = new Left();
        try (EventSource source = new Without(new ScapSource(List.of(file.toString())), without)) {
            new Pipeline(
                            source,
                            new EventContext(),
                            context -> {
                                left.events++;
                                if (teachesNothing(context.event())) {
                                    left.failures++;
                                } else {
                                    format.write(context, text.clear());
                                    left.states = left.states * 31 + text.toString().hashCode();
                                }
                                return left.events < EVENTS;
                            })
                    .run();
        }
        return left;
    }

    private static final Map<Integer, Numbers> FAILURES = new HashMap<>();

    static {
        for (SystemCall call : SystemCallTable.rows()) {
            Numbers failures = FailedCalls.of(call.name());
            if (failures != null) {
                FAILURES.put(call.event().code(), failures);
            }
        }
    }

    private static boolean teachesNothing(Event event) {
        Numbers failures = FAILURES.get(event.code());
        return failures != null && event.length(0) == 8 && failures.has(event.signed(0));
    }

    /** A capture as the kernel would tell it for a filter that matches no failure. */
    private record Without(EventSource source, boolean leavesOut) implements EventSource {
        @Override
        public boolean next(Event event, StartListener start) throws IOException {
            while (source.next(event, start)) {
                if (!leavesOut || !teachesNothing(event)) {
                    return true;
                }
            }
            return false;
        }

        @Override
        public Losses losses() {
            return source.losses();
        }

        @Override
        public void close() throws IOException {
            source.close();
        }
    }

    private static Path capture(String name) {
        for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
            Path file = at.resolve("shared/captures").resolve(name);
            if (Files.exists(file)) {
                return file;
            }
        }
        System.out.println("skipped: there is no shared/captures/" + name);
        abort("no " + name);
        throw new AssertionError("not skipped");
    }
}

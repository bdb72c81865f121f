// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.engine.fields;

import static dev.kansoku.engine.fields.EventFields.bool;

import dev.kansoku.engine.EventContext;
import dev.kansoku.engine.state.ContainerProbe;
import dev.kansoku.engine.state.ContainerState;
import dev.kansoku.engine.state.ThreadState;
import dev.kansoku.engine.state.ThreadTable;
import dev.kansoku.event.TextBuffer;
import dev.kansoku.filter.field.FieldValue;
import org.jspecify.annotations.Nullable;

/** The commands that ask whether a container is well, and the processes that run them. */
final class ProbeFields {
    /** How far above a process the command is looked for. */
    private static final int FARTHEST = 16;

    private ProbeFields() {}

    static void add(Extractors into) {
        probe(into, "healthcheck", "healthcheck", ContainerProbe.Kind.HEALTHCHECK);
        probe(into, "liveness_probe", "liveness_probe", ContainerProbe.Kind.LIVENESS);
        probe(into, "readiness_probe", "readiness_probe", ContainerProbe.Kind.READINESS);
    }

    private static void probe(
            Extractors into, String command, String process, ContainerProbe.Kind kind) {
        into.plain(
                "container." + command,
                ContainerFields.of(
                        (_, container, out) -> {
                            ContainerProbe probe = container.probe(kind);
                            return probe != null && commandLine(probe, out);
                        }));
        into.thread("proc.is_container_" + process, (c, t, out) -> bool(runs(c, t, kind), out));
    }

    private static boolean commandLine(ContainerProbe probe, FieldValue out) {
        TextBuffer text = out.text();
        text.put(probe.exe());
        for (String argument : probe.args()) {
            text.put(' ').put(argument);
        }
        out.textDone();
        return true;
    }

    /** Whether the process was started as a probe, or by one, in the same container. */
    private static boolean runs(
            EventContext context, ThreadState thread, ContainerProbe.Kind kind) {
        ContainerState container = context.state().containers().of(thread);
        ContainerProbe probe = container == null ? null : container.probe(kind);
        if (probe == null) {
            return false;
        }
        ThreadTable threads = context.state().threads();
        @Nullable ThreadState at = thread;
        for (int i = 0; i < FARTHEST && at != null; i++) {
            if (context.state().containers().of(at) != container) {
                return false;
            }
            if (probe.isCommandOf(at)) {
                return true;
            }
            at = threads.parent(at);
        }
        return false;
    }
}

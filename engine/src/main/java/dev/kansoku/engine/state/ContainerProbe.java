// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.engine.state;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** The command that asks whether a container is well. Immutable. */
public final class ContainerProbe {
    private final Kind kind;
    private final String exe;
    private final List<String> args;
    private final byte[] exeBytes;

    /** The arguments with a NUL behind each, as threads have them. */
    private final byte[] pieces;

    /** What a probe asks. */
    public enum Kind {
        HEALTHCHECK,
        LIVENESS,
        READINESS
    }

    public ContainerProbe(Kind kind, String exe, List<String> args) {
        this.kind = kind;
        this.exe = exe;
        this.args = List.copyOf(args);
        this.exeBytes = exe.getBytes(StandardCharsets.UTF_8);
        StringBuilder text = new StringBuilder();
        for (String argument : args) {
            text.append(argument).append('\0');
        }
        this.pieces = text.toString().getBytes(StandardCharsets.UTF_8);
    }

    public Kind kind() {
        return kind;
    }

    public String exe() {
        return exe;
    }

    public List<String> args() {
        return args;
    }

    /** Whether a thread's program was started by this command. */
    public boolean isCommandOf(ThreadState thread) {
        return Arrays.equals(thread.exe(), exeBytes) && areArguments(thread.args());
    }

    /** The NUL behind the last argument may be missing. */
    private boolean areArguments(byte[] others) {
        int length = others.length;
        boolean unterminated = length > 0 && others[length - 1] != 0;
        return pieces.length == (unterminated ? length + 1 : length)
                && Arrays.equals(pieces, 0, length, others, 0, length);
    }

    /** How many bytes this takes in memory, about. */
    int weight() {
        int weight = ContainerState.weight(exe) + exeBytes.length + pieces.length;
        for (String argument : args) {
            weight += ContainerState.weight(argument);
        }
        return weight;
    }
}

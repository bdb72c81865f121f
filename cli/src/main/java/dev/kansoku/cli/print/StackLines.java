// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.cli.print;

import dev.kansoku.capture.Detail;
import dev.kansoku.cli.console.Printable;
import dev.kansoku.cli.console.UsageException;
import dev.kansoku.engine.EventContext;
import dev.kansoku.event.LiveDetail;
import dev.kansoku.event.TextBuffer;
import java.util.EnumSet;
import java.util.Set;

/**
 * The stacks below an event's line, the innermost frame first, as debuggers print them: the
 * kernel's, then the program's. Not thread-safe.
 */
public final class StackLines {
    private final boolean kernel;
    private final boolean user;
    private final TextBuffer stack = new TextBuffer();

    public StackLines(Set<Detail> asked) {
        kernel = asked.contains(Detail.KERNEL_STACK);
        user = asked.contains(Detail.USER_STACK);
    }

    /** Reads {@code user,kernel}. */
    public static Set<Detail> read(String kinds) throws UsageException {
        Set<Detail> details = EnumSet.noneOf(Detail.class);
        for (String kind : kinds.split(",", -1)) {
            details.add(
                    switch (kind) {
                        case "user" -> Detail.USER_STACK;
                        case "kernel" -> Detail.KERNEL_STACK;
                        default ->
                                throw new UsageException(
                                        "option --stacks takes user, kernel or both with a comma"
                                                + " between, not \""
                                                + kinds
                                                + "\"");
                    });
        }
        return details;
    }

    /**
     * Appends the lines, each with its end.
     *
     * @param terminal whether control characters in names are to be replaced
     */
    void write(EventContext context, TextBuffer out, boolean terminal) {
        LiveDetail detail = context.event().detail();
        if (detail == null) {
            return;
        }
        if (kernel && detail.kernelStack(stack.clear())) {
            frames("kernel ", out, terminal);
        }
        if (user && detail.userStack(stack.clear())) {
            frames("user   ", out, terminal);
        }
    }

    private void frames(String kind, TextBuffer out, boolean terminal) {
        byte[] bytes = stack.bytes();
        int to = stack.length();
        for (int at = to; at >= 0; at--) {
            if (at == 0 || bytes[at - 1] == ';') {
                int from = out.length();
                out.put("    ").put(kind).put(bytes, at, to - at);
                if (terminal) {
                    Printable.clean(out, from);
                }
                out.put('\n');
                to = at - 1;
            }
        }
    }
}

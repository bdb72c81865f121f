// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.cli.print;

import dev.kansoku.cli.console.Output;
import dev.kansoku.cli.console.Printable;
import dev.kansoku.engine.EventContext;
import dev.kansoku.engine.Sink;
import dev.kansoku.event.TextBuffer;
import java.io.IOException;

/** Prints each event as a line, up to a number of them. */
public final class EventPrinter implements Sink {
    /** Writes an event; false where it has no line. */
    @FunctionalInterface
    interface Line {
        boolean write(EventContext context, TextBuffer out);
    }

    /**
     * How events are written.
     *
     * @param header a line that stands before all of them, or empty
     */
    public record Page(String header, Line line) {}

    private final Line line;
    private final StackLines stacks;
    private final Output output;
    private final long most;
    private long printed;

    public EventPrinter(Page page, StackLines stacks, Output output, long most) {
        this.line = page.line();
        this.stacks = stacks;
        this.output = output;
        this.most = most;
        if (!page.header().isEmpty()) {
            output.buffer().put(page.header()).put('\n');
        }
    }

    @Override
    public boolean accept(EventContext context) throws IOException {
        TextBuffer buffer = output.buffer();
        int from = buffer.length();
        if (line.write(context, buffer)) {
            if (output.terminal()) {
                Printable.clean(buffer, from);
            }
            buffer.put('\n');
            stacks.write(context, buffer, output.terminal());
            output.written();
            printed++;
        }
        return printed < most;
    }

    @Override
    public void idle() throws IOException {
        output.flush();
    }

    public long printed() {
        return printed;
    }
}

package dev.kansoku.cli;

import dev.kansoku.engine.EventContext;
import dev.kansoku.engine.Sink;
import dev.kansoku.event.TextBuffer;
import java.io.IOException;

/** Prints each event as a line, up to a number of them. */
final class EventPrinter implements Sink {
    /** Writes an event; false where it has no line. */
    @FunctionalInterface
    interface Line {
        boolean write(EventContext context, TextBuffer out);
    }

    private final Line line;
    private final Output output;
    private final long most;
    private long printed;

    EventPrinter(Line line, Output output, long most) {
        this.line = line;
        this.output = output;
        this.most = most;
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
            output.written();
            printed++;
        }
        return printed < most;
    }

    @Override
    public void idle() throws IOException {
        output.flush();
    }

    long printed() {
        return printed;
    }
}

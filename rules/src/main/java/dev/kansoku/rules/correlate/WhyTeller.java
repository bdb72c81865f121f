// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.rules.correlate;

import dev.kansoku.engine.EventContext;
import dev.kansoku.engine.state.ThreadState;
import dev.kansoku.event.TextBuffer;
import dev.kansoku.filter.field.FieldCatalogue;
import dev.kansoku.filter.format.TextFormat;
import dev.kansoku.filter.syntax.FilterException;
import dev.kansoku.rules.alert.Why;
import dev.kansoku.rules.alert.Why.Ancestor;
import dev.kansoku.rules.alert.Why.Before;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** Says how it came to an event: who did it, who started that, and what it had done before. */
final class WhyTeller {
    /** How many processes upwards are named, that of the event included. */
    static final int ANCESTORS = 8;

    /** How long a command line is. */
    private static final int LONGEST = 256;

    private final List<Level> levels = new ArrayList<>();
    private final RecentEvents memory;
    private final UnaryOperator<String> mask;
    private final TextBuffer text = new TextBuffer();

    private record Level(TextFormat<EventContext> name, TextFormat<EventContext> commandLine) {}

    WhyTeller(
            FieldCatalogue<EventContext> fields, RecentEvents memory, UnaryOperator<String> mask) {
        this.memory = memory;
        this.mask = mask;
        try {
            for (int i = 0; i < ANCESTORS; i++) {
                levels.add(
                        new Level(
                                TextFormat.compile("%proc.aname[" + i + "]", fields),
                                TextFormat.compile("%proc.acmdline[" + i + "]", fields)));
            }
        } catch (FilterException e) {
            throw new IllegalStateException(e);
        }
    }

    Why tell(EventContext context) {
        List<Ancestor> ancestry = new ArrayList<>();
        ThreadState thread = context.state().thread();
        ThreadState at = thread;
        for (Level level : levels) {
            if (at == null || at.pid() < 0 || !write(level.name(), context)) {
                break;
            }
            String name = text.toString();
            String line = write(level.commandLine(), context) ? mask.apply(text.toString()) : "";
            ancestry.add(
                    new Ancestor(
                            name,
                            at.pid(),
                            line.length() > LONGEST ? line.substring(0, LONGEST) : line));
            at = context.state().threads().parent(at);
        }
        List<Before> events = new ArrayList<>();
        if (thread != null) {
            for (Before event : memory.of(thread.pid())) {
                events.add(new Before(event.nanos(), event.type(), mask.apply(event.text())));
            }
        }
        return new Why(ancestry, events);
    }

    private boolean write(TextFormat<EventContext> format, EventContext context) {
        text.clear();
        return format.write(context, text);
    }
}

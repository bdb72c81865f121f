// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.lua;

import dev.kansoku.engine.EventContext;
import dev.kansoku.filter.Filter;
import dev.kansoku.filter.format.TextFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a script has asked for by the functions of {@code chisel} and {@code sysdig}. */
final class ChiselWishes {
    /** Which events it takes. */
    @Nullable Filter<EventContext> filter;

    /** Which events it takes, as the whole command's filter. */
    @Nullable Filter<EventContext> globalFilter;

    /** What is printed of an event that it accepted. */
    @Nullable TextFormat<EventContext> formatter;

    /** Nanoseconds between two calls of {@code on_interval}; 0 for none. */
    long every;

    /** Whether each interval has a call, and not only those that events fall into. */
    boolean precise;

    /** The script that is to run in its place. */
    @Nullable Successor successor;

    /** Whether it has seen enough. */
    boolean ends;

    /** Whether it ended the program by {@code os.exit}. */
    boolean exits;

    /** Whether it asks for what the recorder said of CPU use, which others do not see. */
    boolean load;

    /** How many bytes of data events are to carry, 0 where it did not say. */
    int snaplen;

    /**
     * A script and its arguments.
     *
     * @param name as {@code chisel.exec} has it
     */
    record Successor(String name, List<String> arguments) {
        Successor {
            arguments = List.copyOf(arguments);
        }
    }
}

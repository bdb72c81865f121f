// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.engine.fields;

import static dev.kansoku.engine.fields.EventFields.ascii;
import static dev.kansoku.engine.fields.EventFields.bool;
import static dev.kansoku.engine.fields.EventFields.number;
import static dev.kansoku.engine.fields.EventFields.text;

import dev.kansoku.engine.EventContext;
import dev.kansoku.event.Category;
import dev.kansoku.event.Event;
import dev.kansoku.event.EventFlag;
import dev.kansoku.event.EventTable;
import dev.kansoku.event.EventType;
import dev.kansoku.event.Symbols;
import dev.kansoku.filter.field.FieldValue;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What a call returned: {@code res}, or the fd that an exit made. */
final class EventResultFields {
    private static final byte[] SUCCESS = ascii("SUCCESS");

    /** Codes that only a tracer sees: the kernel turns them into EINTR or calls again. */
    private static final int FIRST_RESTART = 512;

    private static final byte[][] RESTARTS = {
        ascii("ERESTARTSYS"),
        ascii("ERESTARTNOINTR"),
        ascii("ERESTARTNOHAND"),
        ascii("ENOIOCTLCMD"),
        ascii("ERESTART_RESTARTBLOCK")
    };

    /** The index of the result in each event type, or -1. */
    private static final int[] RESULT = new int[EventTable.size()];

    static {
        for (EventType type : EventTable.all()) {
            int index = type.isExit() ? type.indexOf("res") : -1;
            if (index < 0 && type.isExit() && type.has(EventFlag.CREATES_FD)) {
                index = type.indexOf("fd");
            }
            RESULT[type.code()] = index;
        }
    }

    private EventResultFields() {}

    static void add(Extractors into) {
        into.plain("evt.res", EventResultFields::name);
        into.plain("evt.res.name", EventResultFields::word);
        into.plain(
                "evt.rawres", (c, out) -> hasResult(c.event()) && number(result(c.event()), out));
        into.plain("evt.failed", (c, out) -> bool(failed(c.event()), out));
        errors(into, "evt.count.error", _ -> true);
        errors(into, "evt.count.error.file", c -> EventFields.isFile(EventFields.category(c)));
        errors(into, "evt.count.error.net", c -> EventFields.isNet(EventFields.category(c)));
        errors(into, "evt.count.error.memory", EventResultFields::isMemory);
        errors(
                into,
                "evt.count.error.other",
                c ->
                        !EventFields.isFile(EventFields.category(c))
                                && !EventFields.isNet(EventFields.category(c))
                                && !isMemory(c));
    }

    private static void errors(Extractors into, String name, Predicate<EventContext> counts) {
        into.plain(name, (c, out) -> failed(c.event()) && counts.test(c) && number(1, out));
    }

    private static boolean isMemory(EventContext context) {
        return context.event().type().category() == Category.MEMORY;
    }

    private static boolean hasResult(Event event) {
        return event.has(RESULT[event.code()]);
    }

    private static long result(Event event) {
        return event.signed(RESULT[event.code()]);
    }

    static boolean failed(Event event) {
        return hasResult(event) && result(event) < 0;
    }

    /** As {@code evt.res}, but an error without a name is a word too: E and its number. */
    private static boolean word(EventContext context, FieldValue out) {
        Event event = context.event();
        if (!hasResult(event)) {
            return false;
        }
        long result = result(event);
        if (result >= 0) {
            return text(SUCCESS, out);
        }
        byte[] error = errorName(result);
        if (error != null) {
            return text(error, out);
        }
        out.text().put('E').unsigned(-result);
        out.textDone();
        return true;
    }

    /** Names of errors, and of those that tell the kernel to begin a call again. */
    private static byte @Nullable [] errorName(long result) {
        long restart = -result - FIRST_RESTART;
        return restart >= 0 && restart < RESTARTS.length
                ? RESTARTS[(int) restart]
                : Symbols.errorName(-result);
    }

    private static boolean name(EventContext context, FieldValue out) {
        Event event = context.event();
        if (!hasResult(event)) {
            return false;
        }
        long result = result(event);
        if (result >= 0) {
            return text(SUCCESS, out);
        }
        byte[] error = Symbols.errorName(-result);
        if (error != null) {
            return text(error, out);
        }
        out.text().decimal(result);
        out.textDone();
        return true;
    }
}

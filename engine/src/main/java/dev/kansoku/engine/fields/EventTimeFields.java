// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.engine.fields;

import static dev.kansoku.engine.fields.EventFields.number;

import dev.kansoku.engine.EventContext;
import dev.kansoku.event.EventFlag;
import dev.kansoku.event.LiveDetail;
import dev.kansoku.event.TextBuffer;
import dev.kansoku.event.render.LocalClock;
import dev.kansoku.filter.field.Extractor;
import dev.kansoku.filter.field.FieldType;
import dev.kansoku.filter.field.FieldValue;
import java.time.ZoneOffset;
import java.util.function.ToLongFunction;

/** When an event happened, and how long things took. Nanoseconds, unless a name ends in .s. */
final class EventTimeFields {
    private static final long NANOS = 1_000_000_000L;

    /** How many characters a fraction of nine digits and its point take. */
    private static final int FRACTION = 10;

    private EventTimeFields() {}

    static void add(Extractors into) {
        span(into, "evt.rawtime", c -> c.event().timestamp());
        span(into, "evt.reltime", EventTimeFields::sinceStart);
        span(into, "evt.deltatime", EventTimeFields::sincePrevious);
        latency(into, "evt.latency", EventFields::number);
        latency(into, "evt.latency.s", (latency, out) -> number(latency / NANOS, out));
        latency(into, "evt.latency.ns", (latency, out) -> number(latency % NANOS, out));
        latency(
                into,
                "evt.latency.quantized",
                (latency, out) -> latency > 0 && number((long) (Math.log10(latency) * 10), out));
        latency(
                into,
                "evt.latency.human",
                (latency, out) -> {
                    human(latency, out.text());
                    out.textDone();
                    return true;
                });
        into.plain(
                "evt.wait_latency",
                (c, out) ->
                        c.event().type().has(EventFlag.WAITS)
                                && c.event().type().isExit()
                                && latency(c) >= 0
                                && number(latency(c), out));

        clock(into, "evt.time", (clock, time, out) -> clock.time(time, out));
        clock(into, "evt.time.s", (clock, time, out) -> toSecond(clock, time, out));
        clock(
                into,
                "evt.datetime",
                (clock, time, out) -> {
                    clock.date(time, out);
                    out.put(' ');
                    clock.time(time, out);
                });
        clock(
                into,
                "evt.datetime.s",
                (clock, time, out) -> {
                    clock.date(time, out);
                    out.put(' ');
                    toSecond(clock, time, out);
                });
        into.with(
                "evt.time.iso8601",
                (_, options) ->
                        clock(
                                options.withZone(ZoneOffset.UTC),
                                (clock, time, out) -> {
                                    clock.date(time, out);
                                    out.put('T');
                                    clock.time(time, out);
                                    out.put("+0000");
                                }));
        into.with("evt.outputtime", (_, options) -> outputTime(options));
        into.with(
                "evt.around",
                (argument, _) -> {
                    long middle = Arguments.number("evt.around", argument);
                    return (c, out) ->
                            number(Math.abs(c.event().timestamp() - middle) / 1_000_000, out);
                });
    }

    /** A time, its whole seconds, and the rest. */
    private static void span(Extractors into, String name, ToLongFunction<EventContext> time) {
        into.plain(name, (c, out) -> number(time.applyAsLong(c), out));
        into.plain(name + ".s", (c, out) -> number(time.applyAsLong(c) / NANOS, out));
        into.plain(name + ".ns", (c, out) -> number(time.applyAsLong(c) % NANOS, out));
    }

    /** Shows a latency, or that there is none to show. */
    private interface Span {
        boolean show(long nanos, FieldValue out);
    }

    private static void latency(Extractors into, String name, Span span) {
        into.plain(
                name,
                (c, out) -> {
                    long latency = latency(c);
                    return latency >= 0 && span.show(latency, out);
                });
    }

    /** Writes a moment. */
    private interface Moment {
        void write(LocalClock clock, long time, TextBuffer out);
    }

    private static void clock(Extractors into, String name, Moment moment) {
        into.with(name, (_, options) -> clock(options, moment));
    }

    private static Extractor<EventContext> clock(FieldOptions options, Moment moment) {
        if (options.typedTimes()) {
            return EventTimeFields::typed;
        }
        LocalClock clock = new LocalClock(options.zone());
        return (c, out) -> {
            moment.write(clock, c.event().timestamp(), out.text());
            out.textDone();
            return true;
        };
    }

    private static Extractor<EventContext> outputTime(FieldOptions options) {
        return switch (options.time()) {
            case TIME_OF_DAY -> clock(options, (clock, time, out) -> clock.time(time, out));
            case EPOCH -> seconds(options, c -> c.event().timestamp());
            case SINCE_START -> seconds(options, EventTimeFields::sinceStart);
            case SINCE_PREVIOUS -> seconds(options, EventTimeFields::sincePrevious);
            case SINCE_SHOWN ->
                    seconds(options, c -> c.event().timestamp() - c.previousShownTimestamp());
        };
    }

    private static Extractor<EventContext> seconds(
            FieldOptions options, ToLongFunction<EventContext> time) {
        if (options.typedTimes()) {
            return EventTimeFields::typed;
        }
        return (c, out) -> {
            long nanos = time.applyAsLong(c);
            out.text().decimal(nanos / NANOS).put('.').padded(Math.abs(nanos % NANOS), 9);
            out.textDone();
            return true;
        };
    }

    private static boolean typed(EventContext context, FieldValue out) {
        out.type(FieldType.ABSOLUTE_TIME);
        return number(context.event().timestamp(), out);
    }

    /**
     * Of an exit; a switch between two calls shows that of the first. A live source either measured
     * it or does not know it, which is -1: a live event is of no pair.
     */
    private static long latency(EventContext context) {
        LiveDetail detail = context.event().detail();
        if (detail == null) {
            return context.state().latency();
        }
        return context.event().type().isExit() ? detail.latency() : -1;
    }

    private static long sinceStart(EventContext context) {
        return context.event().timestamp() - context.firstTimestamp();
    }

    private static long sincePrevious(EventContext context) {
        return context.event().timestamp() - context.previousTimestamp();
    }

    private static void toSecond(LocalClock clock, long time, TextBuffer out) {
        clock.time(time, out);
        out.truncate(out.length() - FRACTION);
    }

    /** A span with two decimals and its unit, such as {@code 1.35us}. */
    private static void human(long nanos, TextBuffer out) {
        if (nanos < 1000) {
            out.decimal(nanos).put("ns");
        } else if (nanos < 1_000_000) {
            out.decimal(nanos / 1000).put('.').padded(nanos % 1000 / 10, 2).put("us");
        } else if (nanos < NANOS) {
            out.decimal(nanos / 1_000_000).put('.').padded(nanos / 10_000 % 100, 2).put("ms");
        } else {
            out.decimal(nanos / NANOS).put('.').padded(nanos / 10_000_000 % 100, 2).put('s');
        }
    }
}

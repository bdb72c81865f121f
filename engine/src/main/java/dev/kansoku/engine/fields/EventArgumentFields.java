// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.engine.fields;

import static dev.kansoku.engine.fields.EventFields.bool;
import static dev.kansoku.engine.fields.EventFields.number;

import dev.kansoku.engine.EventContext;
import dev.kansoku.event.DynamicTypes;
import dev.kansoku.event.Event;
import dev.kansoku.event.EventTable;
import dev.kansoku.event.EventType;
import dev.kansoku.event.LittleEndian;
import dev.kansoku.event.Parameter;
import dev.kansoku.event.ParameterType;
import dev.kansoku.filter.field.Extractor;
import dev.kansoku.filter.field.FieldArgumentException;
import dev.kansoku.filter.field.FieldType;
import dev.kansoku.filter.field.FieldValue;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The parameters of an event, one by one and all together. */
final class EventArgumentFields {
    private static final int[] DATA = indexes("data");

    private EventArgumentFields() {}

    static void add(Extractors into) {
        into.with(
                "evt.args",
                (_, options) -> {
                    Rendering rendering = new Rendering(options);
                    return (c, out) -> arguments(c, rendering, out);
                });
        into.with(
                "evt.info",
                (_, options) -> {
                    Rendering rendering = new Rendering(options);
                    SyslogMessage message = new SyslogMessage();
                    return (c, out) -> {
                        if (!message.read(c)) {
                            return arguments(c, rendering, out);
                        }
                        message.line(out.text());
                        out.textDone();
                        return true;
                    };
                });
        into.with("evt.arg", EventArgumentFields::argument);
        into.with("evt.rawarg", (argument, _) -> raw(argument));
        into.plain(
                "evt.buffer",
                (c, out) -> {
                    Event event = c.event();
                    int data = DATA[event.code()];
                    if (!event.has(data)) {
                        return false;
                    }
                    out.bytes(event.bytes(), event.offset(data), event.length(data));
                    return true;
                });
    }

    private static boolean arguments(EventContext context, Rendering rendering, FieldValue out) {
        rendering.renderer().arguments(context.event(), context.names(), out.text());
        out.textDone();
        return true;
    }

    private static Extractor<EventContext> argument(@Nullable String argument, FieldOptions options)
            throws FieldArgumentException {
        int[] indexes = parameters("evt.arg", argument);
        Rendering rendering = new Rendering(options);
        return (c, out) -> {
            Event event = c.event();
            int index = index(event, indexes, argument);
            if (index < 0 || !rendering.renderer().argument(event, index, c.names(), out.text())) {
                return false;
            }
            out.textDone();
            return true;
        };
    }

    private static Extractor<EventContext> raw(@Nullable String argument)
            throws FieldArgumentException {
        int[] indexes = parameters("evt.rawarg", argument);
        Rendering rendering = new Rendering(FieldOptions.json());
        return (c, out) -> {
            Event event = c.event();
            int index = index(event, indexes, argument);
            if (index < 0 || !event.has(index)) {
                return false;
            }
            return raw(c, event, index, rendering, out);
        };
    }

    private static boolean raw(
            EventContext context, Event event, int index, Rendering rendering, FieldValue out) {
        Parameter parameter = event.type().form(event.parameterCount()).parameter(index);
        int at = event.offset(index);
        int length = event.length(index);
        ParameterType type = parameter.type();
        if (type == ParameterType.DYN) {
            type = dynamic(parameter, event.bytes()[at] & 0xff);
            at++;
            length--;
        }
        switch (type) {
            case INT8, INT16, INT32, INT64, ERRNO, FD, FD32, PID, PID32 -> {
                out.type(FieldType.SIGNED);
                return number(LittleEndian.signed(event.bytes(), at, Math.min(length, 8)), out);
            }
            case UINT8,
                    UINT16,
                    UINT32,
                    UINT64,
                    SYSCALLID,
                    SIGTYPE,
                    PORT,
                    L4PROTO,
                    SOCKFAMILY,
                    FLAGS8,
                    FLAGS16,
                    FLAGS32,
                    UID,
                    GID,
                    SIGSET,
                    MODE,
                    ENUMFLAGS8,
                    ENUMFLAGS16,
                    ENUMFLAGS32 -> {
                out.type(FieldType.UNSIGNED);
                return number(LittleEndian.unsigned(event.bytes(), at, Math.min(length, 8)), out);
            }
            case BOOL -> {
                out.type(FieldType.BOOLEAN);
                return bool(
                        LittleEndian.unsigned(event.bytes(), at, Math.min(length, 8)) != 0, out);
            }
            case RELTIME, ABSTIME -> {
                out.type(
                        type == ParameterType.RELTIME
                                ? FieldType.RELATIVE_TIME
                                : FieldType.ABSOLUTE_TIME);
                return number(LittleEndian.signed(event.bytes(), at, Math.min(length, 8)), out);
            }
            case CHARBUF, FSPATH, FSRELPATH -> {
                out.type(FieldType.TEXT);
                out.bytes(event.bytes(), at, event.textLength(index));
                return true;
            }
            case BYTEBUF, CHARBUFARRAY, CHARBUF_PAIR_ARRAY -> {
                out.type(FieldType.BYTES);
                out.bytes(event.bytes(), at, length);
                return true;
            }
            case IPV4ADDR, IPV6ADDR, IPADDR -> {
                out.type(FieldType.ADDRESS);
                out.bytes(event.bytes(), at, length);
                return length == 4 || length == 16;
            }
            case DOUBLE -> {
                out.type(FieldType.DOUBLE);
                out.real(
                        Double.longBitsToDouble(
                                LittleEndian.unsigned(event.bytes(), at, Math.min(length, 8))));
                return true;
            }
            case SOCKADDR, SOCKTUPLE, FDLIST, IPV4NET, IPV6NET, IPNET -> {
                out.type(FieldType.TEXT);
                rendering.renderer().plain(event, index, context.names(), out.text());
                out.textDone();
                return true;
            }
            case NONE, DYN -> {
                return false;
            }
        }
        return false;
    }

    private static ParameterType dynamic(Parameter parameter, int index) {
        String table = parameter.symbols();
        List<ParameterType> types = table == null ? List.of() : DynamicTypes.table(table);
        return index < types.size() ? types.get(index) : ParameterType.NONE;
    }

    /** The index of a parameter by number or name in each event type. */
    private static int[] parameters(String field, @Nullable String argument)
            throws FieldArgumentException {
        if (argument == null) {
            throw new FieldArgumentException(field + " takes a parameter's name or number");
        }
        if (Arguments.isNumber(argument)) {
            int[] same = new int[EventTable.size()];
            Arrays.fill(same, (int) Math.min(Arguments.number(field, argument), 1000));
            return same;
        }
        int[] indexes = indexes(argument);
        if (Arrays.stream(indexes).noneMatch(i -> i >= 0) && !isOlderName(argument)) {
            throw new FieldArgumentException(
                    field + ": no event has a parameter \"" + argument + "\"");
        }
        return indexes;
    }

    private static int[] indexes(String name) {
        int[] indexes = new int[EventTable.size()];
        for (EventType type : EventTable.all()) {
            indexes[type.code()] = type.indexOf(name);
        }
        return indexes;
    }

    private static boolean isOlderName(String name) {
        return EventTable.all().stream().anyMatch(type -> type.form(1).indexOf(name) >= 0);
    }

    /** The index of the parameter in this event, or -1. */
    private static int index(Event event, int[] indexes, @Nullable String name) {
        EventType type = event.type();
        EventType form = type.form(event.parameterCount());
        int index =
                form == type || name == null || Arguments.isNumber(name)
                        ? indexes[event.code()]
                        : form.indexOf(name);
        return index < Math.min(event.parameterCount(), form.parameters().size()) ? index : -1;
    }
}

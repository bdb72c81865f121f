// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.engine.redact;

import dev.kansoku.event.Category;
import dev.kansoku.event.EventTable;
import dev.kansoku.event.EventType;
import dev.kansoku.event.Parameter;

/** What can be redacted of a parameter. */
enum Treatment {
    /** A number, or an address: nothing. */
    NONE,
    PAYLOAD,
    ENVIRONMENT,
    ARGUMENTS,
    /** Bytes that are matched as a whole. */
    BYTES,
    /** Texts, which are matched one by one. */
    TEXT,
    /** A text that others read, whose quotes must stay. */
    JSON,
    /** A socket's address, which may be a path. */
    ADDRESS,
    /** A socket's two ends, which may have a path behind them. */
    ENDS;

    private static final Treatment[][] BY_CODE = table();

    /** What can be redacted of an event's parameters, by their order. */
    static Treatment[] of(EventType type) {
        return BY_CODE[type.code()];
    }

    private static Treatment[][] table() {
        Treatment[][] table = new Treatment[EventTable.size()][];
        for (EventType type : EventTable.all()) {
            table[type.code()] =
                    type.parameters().stream()
                            .map(parameter -> of(type, parameter))
                            .toArray(Treatment[]::new);
        }
        return table;
    }

    private static Treatment of(EventType type, Parameter parameter) {
        boolean ofCall = type.is(Category.Origin.SYSCALL);
        return switch (parameter.type()) {
            case BYTEBUF ->
                    switch (parameter.name()) {
                        case "data" -> ofCall ? PAYLOAD : BYTES;
                        case "args" -> ARGUMENTS;
                        case "env" -> ENVIRONMENT;
                        case "cgroups" -> TEXT;
                        default -> BYTES;
                    };
            case CHARBUF -> parameter.name().equals("json") ? JSON : TEXT;
            case CHARBUFARRAY ->
                    switch (parameter.name()) {
                        case "argv" -> ARGUMENTS;
                        case "env" -> ENVIRONMENT;
                        default -> TEXT;
                    };
            case FSPATH, FSRELPATH, CHARBUF_PAIR_ARRAY -> TEXT;
            case DYN -> BYTES;
            case SOCKADDR -> ADDRESS;
            case SOCKTUPLE -> ENDS;
            default -> NONE;
        };
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.rules.trial;

import dev.kansoku.event.EventBuilder;
import dev.kansoku.event.Parameter;
import dev.kansoku.event.Symbols;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The parameters of an event by hand, from what a test says to what an event holds. */
final class Values {
    private static final long FDCWD = -100;

    private Values() {}

    /** Adds the value that a test gives for a parameter. */
    static void add(Parameter parameter, Yaml value, EventBuilder into) throws TrialException {
        switch (parameter.type()) {
            case CHARBUF, FSPATH, FSRELPATH -> into.text(value.text());
            case BYTEBUF ->
                    into.bytes(
                            value.isText() ? Cast.utf8(value.text()) : Cast.joined(value.texts()));
            case CHARBUFARRAY -> into.bytes(Cast.joined(value.texts()));
            case SOCKADDR -> into.bytes(Addresses.address(value));
            case SOCKTUPLE -> into.bytes(Addresses.pair(value));
            case BOOL -> into.number(value.truth() ? 1 : 0);
            case RELTIME -> into.number(Span.nanos(value));
            case NONE,
                    DYN,
                    FDLIST,
                    CHARBUF_PAIR_ARRAY,
                    IPV4ADDR,
                    IPV4NET,
                    IPV6ADDR,
                    IPV6NET,
                    IPADDR,
                    IPNET,
                    DOUBLE ->
                    throw value.wrong(
                            "a value of the type "
                                    + parameter.type().label()
                                    + " cannot be written by hand: leave "
                                    + parameter.name()
                                    + " out, or take a capture");
            default -> into.number(number(parameter, value));
        }
    }

    /** A number, a name that stands for one, or several of those. */
    private static long number(Parameter parameter, Yaml value) throws TrialException {
        long number = 0;
        for (String text : value.texts()) {
            for (String word : text.split("\\|", -1)) {
                number |= word(parameter, word.strip(), value);
            }
        }
        return number;
    }

    private static long word(Parameter parameter, String word, Yaml where) throws TrialException {
        try {
            return Long.decode(word);
        } catch (NumberFormatException _) {
            Long named = named(parameter, word);
            if (named == null) {
                throw where.wrong(
                        "\""
                                + word
                                + "\" means nothing for "
                                + parameter.name()
                                + ", a "
                                + parameter.type().label());
            }
            return named;
        }
    }

    private static @Nullable Long named(Parameter parameter, String word) {
        String symbols = parameter.symbols();
        if (symbols != null) {
            long value = Symbols.table(symbols).value(word);
            return value < 0 ? null : value;
        }
        int found =
                switch (parameter.type()) {
                    case SIGTYPE -> Symbols.signalNumber(word);
                    case ERRNO, FD, INT64 -> Symbols.errorNumber(word.toUpperCase(Locale.ROOT));
                    default -> -1;
                };
        return switch (parameter.type()) {
            case SIGTYPE -> found < 0 ? null : (long) found;
            case ERRNO, INT64 -> found < 0 ? null : -(long) found;
            case FD -> word.equals("AT_FDCWD") ? (Long) FDCWD : found < 0 ? null : -(long) found;
            default -> null;
        };
    }

    /** Adds what a parameter is where a test does not say: a call that went well. */
    static void addUsual(Parameter parameter, int index, long newFd, EventBuilder into) {
        switch (parameter.name()) {
            case "res" -> into.number(0);
            case "fd" -> {
                if (index == 0) {
                    into.number(newFd);
                } else {
                    into.absent();
                }
            }
            case "dirfd", "olddirfd", "newdirfd", "linkdirfd", "olddir", "newdir" ->
                    into.number(FDCWD);
            default -> into.absent();
        }
    }
}

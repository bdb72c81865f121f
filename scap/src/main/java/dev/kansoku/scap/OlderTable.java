// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.scap;

import dev.kansoku.event.Category;
import dev.kansoku.event.EventTable;
import dev.kansoku.event.EventType;
import dev.kansoku.event.Parameter;
import dev.kansoku.event.ParameterType;
import dev.kansoku.event.TableFile;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** What becomes of each event for readers of an earlier year, from {@code compat.tsv}. */
final class OlderTable {
    private static final String RESOURCE = "compat.tsv";
    private static final String NONE = "-";
    private static final int COLUMNS = 5;
    private static final int IN_2022 = 1;
    private static final int IN_2023 = 2;
    private static final int INSTEAD = 3;
    private static final int RENAMED = 4;
    private static final int NO_CALL = -1;

    /**
     * How an event is written.
     *
     * @param code of the event that is written
     * @param sources for each of its parameters, the one of the event at hand that it is taken
     *     from, -1 for none
     * @param enter how an enter is made from an exit of which none came; null where the enter has
     *     nothing to tell
     * @param call of a system call that has no event then, its number among generic events, else -1
     * @param nativeCall the kernel's number of that call
     */
    @SuppressWarnings("ArrayRecordComponent") // made once, never compared
    record Form(int code, int[] sources, @Nullable Form enter, int call, int nativeCall) {
        boolean isGeneric() {
            return call != NO_CALL;
        }

        int count() {
            return sources.length;
        }
    }

    private final List<String[]> rows =
            TableFile.rows(OlderTable.class.getResourceAsStream(RESOURCE), RESOURCE, COLUMNS);

    private final int year;
    private final int column;
    private final int mostCall;
    private final @Nullable Form[] forms = new Form[EventTable.size()];

    /**
     * The table of a year.
     *
     * @param year 2022 or later
     * @param mostCall the highest number of a system call that generic events name then
     */
    OlderTable(int year, int mostCall) {
        this.year = year;
        this.column = year == 2022 ? IN_2022 : IN_2023;
        this.mostCall = mostCall;
        for (EventType type : EventTable.all()) {
            forms[type.code()] = formOf(type);
        }
    }

    int year() {
        return year;
    }

    int mostCall() {
        return mostCall;
    }

    /** Null where the event is left out. */
    @Nullable Form form(int code) {
        return forms[code];
    }

    private @Nullable Form formOf(EventType type) {
        String[] row = rows.get(type.code());
        if (!row[column].equals(NONE)) {
            int[] sources = new int[Integer.parseInt(row[column])];
            for (int i = 0; i < sources.length; i++) {
                sources[i] = i;
            }
            Form enter =
                    type.isExit() && type.is(Category.Origin.SYSCALL)
                            ? enter(type, type.code() & ~1)
                            : null;
            return new Form(type.code(), sources, enter, NO_CALL, 0);
        }
        String[] words = row[INSTEAD].split(" ", -1);
        if (words[0].equals(NONE)) {
            return null;
        }
        if (words[0].equals("call")) {
            int call = Integer.parseInt(words[1]);
            return generic(type, call > mostCall ? 0 : call, Integer.parseInt(words[2]));
        }
        int code = Integer.parseInt(words[0]);
        Form enter = type.isExit() ? enter(type, code & ~1) : null;
        return new Form(code, sources(type, code, NONE, NONE), enter, NO_CALL, 0);
    }

    /** The enter that is made of an exit; null where the exit has nothing of it. */
    private @Nullable Form enter(EventType exit, int code) {
        String[] renamed = rows.get(exit.code())[RENAMED].split(":", 2);
        int[] sources =
                renamed.length == 2
                        ? sources(exit, code, renamed[0], renamed[1])
                        : sources(exit, code, NONE, NONE);
        boolean tells = IntStream.of(sources).anyMatch(source -> source >= 0);
        return tells ? new Form(code, sources, null, NO_CALL, 0) : null;
    }

    private Form generic(EventType type, int call, int nativeCall) {
        Form enter = new Form(0, noSources(0), null, call, nativeCall);
        return type.isExit() ? new Form(1, noSources(1), enter, call, nativeCall) : enter;
    }

    private int[] noSources(int code) {
        return new int[Integer.parseInt(rows.get(code)[column])];
    }

    /** Where the parameters of an event are in another one, by their names. */
    private int[] sources(EventType from, int code, String there, String here) {
        EventType to = EventTable.type(code);
        String count = rows.get(code)[column];
        int[] sources = new int[count.equals(NONE) ? 0 : Integer.parseInt(count)];
        for (int i = 0; i < sources.length; i++) {
            Parameter parameter = to.parameter(i);
            int at = from.indexOf(parameter.name().equals(there) ? here : parameter.name());
            boolean fits = at >= 0 && fits(from.parameter(at).type(), parameter.type());
            sources[i] = fits ? at : -1;
        }
        return sources;
    }

    /** Whether a value can be written as one of another type: numbers, and texts. */
    private static boolean fits(ParameterType from, ParameterType to) {
        return from == to || (from.width() > 0 && to.width() > 0) || (isText(from) && isText(to));
    }

    private static boolean isText(ParameterType type) {
        return switch (type) {
            case CHARBUF, FSPATH, FSRELPATH -> true;
            default -> false;
        };
    }
}

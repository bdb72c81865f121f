// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.scap;

import dev.kansoku.event.Category;
import dev.kansoku.event.Event;
import dev.kansoku.event.EventBuilder;
import dev.kansoku.event.EventFlag;
import dev.kansoku.event.EventTable;
import dev.kansoku.event.EventType;
import dev.kansoku.event.ParameterType;
import dev.kansoku.event.start.FdEntry;
import dev.kansoku.event.start.FdType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes for readers of an earlier year: events become what those know, in {@code compat.tsv}, and
 * of an exit whose enter never came, since newer captures have none, an enter is made of what the
 * exit says.
 *
 * <p>Used for all files of one recording, by one thread at a time.
 */
public final class OlderReader {
    /** The first year that can be written for. */
    public static final int FIRST_YEAR = 2022;

    /** The last one; readers of later years know all there is. */
    public static final int LAST_YEAR = 2024;

    /** Takes the events that are written. */
    interface Sink {
        void write(Event event) throws IOException;
    }

    /** The highest numbers that generic events had. */
    private static final int MOST_CALL_2022 = 328;

    private static final int MOST_CALL_2023 = 441;

    /**
     * The longest event that fits into those readers' buffer of 64 KiB, with CPU, flags, padding
     * and the length behind the block.
     */
    static final int LONGEST_EVENT = 65536 - 2 - 4 - 3 - 4;

    /** Calls that go on at the same time; beyond it enters may be made that were there. */
    private static final int MOST_CALLS = 1 << 17;

    /** What is text and missing, as that year's own captures said it. */
    private static final byte[] NO_TEXT = "(NULL)\0".getBytes(StandardCharsets.US_ASCII);

    /** The first kind of nine bytes, a number of eight that is 0. */
    private static final byte[] NO_DYNAMIC = new byte[9];

    private static final byte[] NO_FDS = new byte[2];

    private static final byte[] NO_FD = {-1, -1, -1, -1, -1, -1, -1, -1};

    /** By width. */
    private static final byte[][] ZEROS = {
        {}, new byte[1], new byte[2], {}, new byte[4], {}, {}, {}, new byte[8]
    };

    private final OlderTable table;

    /** Whether a number of length 0 is read as eight bytes of something else. */
    private final boolean fills;

    private final Map<Long, Integer> begun = new HashMap<>();
    private final EventBuilder builder = new EventBuilder();
    private final Event made = new Event();
    private final ToldCalls told = new ToldCalls();
    private long rewritten;
    private long added;
    private long leftOut;

    private OlderReader(OlderTable table) {
        this.table = table;
        this.fills = table.year() == FIRST_YEAR;
    }

    /** For the readers of a year, {@link #FIRST_YEAR} to {@link #LAST_YEAR}. */
    public static OlderReader ofYear(int year) {
        if (year < FIRST_YEAR || year > LAST_YEAR) {
            throw new IllegalArgumentException("readers of " + year + " are not described");
        }
        return new OlderReader(
                new OlderTable(year, year == FIRST_YEAR ? MOST_CALL_2022 : MOST_CALL_2023));
    }

    /** Hands on what is written for an event: itself, another, or none, and its enter before it. */
    void rewrite(Event event, Sink to) throws IOException {
        OlderTable.Form form = table.form(event.code());
        if (form == null && told.write(event, to)) {
            begun.remove(event.tid()); // for those readers that is the end of any other call
            rewritten++;
            return;
        }
        if (form == null || (form.isGeneric() && event.isStateOnly())) {
            leftOut++;
            return;
        }
        if (event.type().is(Category.Origin.SYSCALL)) {
            follow(event, form, to);
        }
        if (isKnown(event, form)) {
            to.write(event);
            return;
        }
        copy(event, form);
        if (shorten()) {
            rewritten++;
            to.write(made);
        } else {
            leftOut++;
        }
    }

    /** Keeps which call each thread is in, and makes the enter of an exit that has none. */
    private void follow(Event event, OlderTable.Form form, Sink to) throws IOException {
        if (!event.type().isExit()) {
            if (begun.size() >= MOST_CALLS) {
                begun.clear();
            }
            begun.put(event.tid(), form.code());
            return;
        }
        Integer before = begun.remove(event.tid());
        OlderTable.Form enter = form.enter();
        if ((before != null && before == (form.code() & ~1)) || enter == null) {
            return;
        }
        if (enter.isGeneric() || has(event, enter)) {
            copy(event, enter);
            if (shorten()) {
                added++;
                to.write(made);
            }
        }
    }

    private static boolean has(Event event, OlderTable.Form enter) {
        for (int source : enter.sources()) {
            if (source >= 0 && source < event.parameterCount()) {
                return true;
            }
        }
        return false;
    }

    /** Whether those readers can take the event as it is. */
    private boolean isKnown(Event event, OlderTable.Form form) {
        int count = event.parameterCount();
        if (form.code() != event.code()
                || count > form.count()
                || (event.length() > LONGEST_EVENT - 4 && !isLarge(event.type()))) {
            return false;
        }
        if (fills) {
            for (int i = 0; i < count; i++) {
                if (event.length(i) == 0 && standIn(event.type().parameter(i).type()) != null) {
                    return false;
                }
            }
        }
        return !event.type().isGeneric() || event.unsigned(0) <= table.mostCall();
    }

    private static boolean isLarge(EventType type) {
        return type.has(EventFlag.LARGE_PAYLOAD);
    }

    /** Builds an event in the form of that year. */
    private void copy(Event event, OlderTable.Form form) {
        EventType to = EventTable.type(form.code());
        boolean same = form.code() == event.code();
        int count = same ? Math.min(event.parameterCount(), form.count()) : form.count();
        builder.begin(form.code(), event.timestamp(), event.tid(), count);
        for (int i = 0; i < count; i++) {
            ParameterType type = to.parameter(i).type();
            if (to.isGeneric()) {
                number(event, form, i);
                continue;
            }
            int at = form.sources()[i];
            if (at < 0 || at >= event.parameterCount() || event.length(at) == 0) {
                fill(type);
            } else if (same || event.type().parameter(at).type() == type || type.width() == 0) {
                builder.bytes(event.bytes(), event.offset(at), event.length(at));
            } else {
                builder.number(event.signed(at));
            }
        }
        builder.finish(made);
        made.origin(event.cpu(), event.flags());
    }

    /** A number of a generic event: the call's, or the kernel's for it. */
    private void number(Event event, OlderTable.Form form, int parameter) {
        long value = parameter == 0 ? form.call() : form.nativeCall();
        if (!form.isGeneric()) {
            value = event.unsigned(parameter);
            if (parameter == 0 && value > table.mostCall()) {
                value = 0;
            }
        }
        builder.number(value);
    }

    private void fill(ParameterType type) {
        byte[] bytes = fills ? standIn(type) : null;
        if (bytes == null) {
            builder.absent();
        } else {
            builder.bytes(bytes);
        }
    }

    /** What is written where a value is missing; null where those readers know of none. */
    private static byte @Nullable [] standIn(ParameterType type) {
        return switch (type) {
            case CHARBUF, FSPATH, FSRELPATH -> NO_TEXT;
            case FDLIST -> NO_FDS;
            case DYN -> NO_DYNAMIC;
            case FD -> NO_FD;
            default -> type.width() == 0 ? null : ZEROS[type.width()];
        };
    }

    /** Cuts the longest buffer so that the event fits; false where it cannot. */
    private boolean shorten() {
        int excess = made.length() - LONGEST_EVENT;
        if (excess <= 0 || isLarge(made.type())) {
            return true;
        }
        int longest = -1;
        for (int i = 0; i < made.parameterCount(); i++) {
            if (made.type().parameter(i).type() == ParameterType.BYTEBUF
                    && (longest < 0 || made.length(i) > made.length(longest))) {
                longest = i;
            }
        }
        if (longest < 0 || made.length(longest) < excess) {
            return false;
        }
        Event whole = new Event();
        whole.copyFrom(made);
        builder.begin(whole.code(), whole.timestamp(), whole.tid(), whole.parameterCount());
        for (int i = 0; i < whole.parameterCount(); i++) {
            int length = whole.length(i) - (i == longest ? excess : 0);
            builder.bytes(whole.bytes(), whole.offset(i), length);
        }
        builder.finish(made);
        made.origin(whole.cpu(), whole.flags());
        return true;
    }

    /** An fd of a kind that is not known then is one of no known kind. */
    FdEntry fd(FdEntry fd) {
        if (!fills || fd.type().compareTo(FdType.FILE_V2) <= 0) {
            return fd;
        }
        return new FdEntry(
                fd.number(),
                fd.inode(),
                FdType.UNSUPPORTED,
                fd.name(),
                fd.flags(),
                fd.device(),
                fd.socket());
    }

    /** Events that were written in another form than they came. */
    public long rewritten() {
        return rewritten;
    }

    /** Enters that were made. */
    public long added() {
        return added;
    }

    /** Events that were not written. */
    public long leftOut() {
        return leftOut;
    }

    /** What was done, for people. */
    public String summary() {
        return "for readers of "
                + table.year()
                + ": "
                + rewritten
                + " events rewritten, "
                + added
                + " enters made, "
                + leftOut
                + " events left out";
    }
}

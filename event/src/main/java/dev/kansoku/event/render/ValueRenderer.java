package dev.kansoku.event.render;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.kansoku.event.Event;
import dev.kansoku.event.LittleEndian;
import dev.kansoku.event.Parameter.Format;
import dev.kansoku.event.ParameterType;
import dev.kansoku.event.Symbols;
import dev.kansoku.event.TextBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Writes the parameters of events as text. A parameter has a plain form, such as {@code 3}, and for
 * some types a resolved one, such as {@code <f>/etc/passwd}: what the number stands for. Together
 * they read {@code fd=3(<f>/etc/passwd) }.
 *
 * <p>A value's bytes are never trusted: whatever they are, no more than the parameter's length is
 * read and nothing is thrown. Writing allocates nothing. Not thread-safe, since its clock is not.
 */
public final class ValueRenderer {
    /** How many characters of a buffer {@link BufferForm#CUT} leaves, three dots included. */
    public static final int CUT = 80;

    /** A dirfd that stands for the current directory. */
    private static final int AT_FDCWD = -100;

    private static final long NO_ID = 0xffffffffL;

    private static final byte[] MISSING_TEXT = "<NA>".getBytes(US_ASCII);
    private static final byte[] MISSING_VALUE = "NULL".getBytes(US_ASCII);
    private static final byte[] NO_NAME = "<NA>".getBytes(US_ASCII);
    private static final byte[] NO_USER = "<NONE>".getBytes(US_ASCII);
    private static final byte[] OLD_MISSING_TEXT = "(NULL)\0".getBytes(US_ASCII);

    private final BufferForm bufferForm;
    private final LocalClock clock;

    public ValueRenderer(BufferForm bufferForm, LocalClock clock) {
        this.bufferForm = bufferForm;
        this.clock = clock;
    }

    /**
     * All parameters of an event, as {@code evt.args} shows them: {@code name=value } or {@code
     * name=value(resolved) }, each with a blank behind it. Nothing for a generic event.
     */
    public void arguments(Event event, Names names, TextBuffer out) {
        if (event.type().isGeneric()) {
            return;
        }
        ParameterStyle[] styles = ParameterStyle.of(event.code(), event.parameterCount());
        int count = Math.min(event.parameterCount(), styles.length);
        for (int i = 0; i < count; i++) {
            out.put(styles[i].prefix);
            plain(event, i, styles[i], names, out);
            int end = out.length();
            out.put('(');
            if (resolved(event, i, styles[i], names, out)) {
                out.put(')');
            } else {
                out.truncate(end);
            }
            out.put(' ');
        }
    }

    /**
     * One parameter as {@code evt.arg} shows it: its resolved form, or its plain form where it has
     * no other.
     *
     * @return whether the event has such a parameter
     */
    public boolean argument(Event event, int parameter, Names names, TextBuffer out) {
        ParameterStyle[] styles = ParameterStyle.of(event.code(), event.parameterCount());
        if (parameter < 0 || parameter >= Math.min(event.parameterCount(), styles.length)) {
            return false;
        }
        if (!resolved(event, parameter, styles[parameter], names, out)) {
            plain(event, parameter, styles[parameter], names, out);
        }
        return true;
    }

    /**
     * The plain form of one parameter.
     *
     * @return whether the event has such a parameter
     */
    public boolean plain(Event event, int parameter, Names names, TextBuffer out) {
        ParameterStyle[] styles = ParameterStyle.of(event.code(), event.parameterCount());
        if (parameter < 0 || parameter >= Math.min(event.parameterCount(), styles.length)) {
            return false;
        }
        plain(event, parameter, styles[parameter], names, out);
        return true;
    }

    private void plain(
            Event event, int parameter, ParameterStyle style, Names names, TextBuffer out) {
        if (isMissing(event, parameter, style)) {
            out.put(isText(style.type) ? MISSING_TEXT : MISSING_VALUE);
            return;
        }
        byte[] bytes = event.bytes();
        int at = event.offset(parameter);
        int length = event.length(parameter);
        if (style.type != ParameterType.DYN) {
            plain(style.type, style.format, bytes, at, length, names, out);
            return;
        }
        ParameterType type = dynamicType(style, bytes[at]);
        if (type == ParameterType.NONE) {
            out.put("INVALID DYNAMIC PARAMETER");
        } else {
            plain(type, style.format, bytes, at + 1, length - 1, names, out);
        }
    }

    private void plain(
            ParameterType type,
            Format format,
            byte[] bytes,
            int at,
            int length,
            Names names,
            TextBuffer out) {
        switch (type) {
            case INT8, INT16, INT32, INT64, UINT32, UINT64, UINT8, UINT16, MODE ->
                    number(type, format, bytes, at, length, out);
            case ERRNO, FD, PID, FD32, PID32, UID, GID ->
                    out.decimal(LittleEndian.signed(bytes, at, length));
            case FLAGS8,
                    FLAGS16,
                    FLAGS32,
                    ENUMFLAGS8,
                    ENUMFLAGS16,
                    ENUMFLAGS32,
                    SYSCALLID,
                    SIGTYPE,
                    PORT,
                    L4PROTO,
                    SOCKFAMILY,
                    BOOL ->
                    out.unsigned(LittleEndian.unsigned(bytes, at, length));
            case CHARBUF -> text(bytes, at, length, out);
            case FSPATH, FSRELPATH -> AddressText.path(bytes, at, at + length, out);
            case BYTEBUF -> BufferText.append(bufferForm, bytes, at, length, out);
            case CHARBUFARRAY, CHARBUF_PAIR_ARRAY ->
                    BufferText.append(BufferForm.DOTS, bytes, at, length, out);
            case SOCKADDR -> AddressText.address(bytes, at, length, out);
            case SOCKTUPLE -> AddressText.tuple(bytes, at, length, out);
            case FDLIST -> fdList(bytes, at, length, names, out);
            case SIGSET -> signals(LittleEndian.unsigned(bytes, at, length), out);
            case RELTIME -> {
                long span = LittleEndian.signed(bytes, at, length);
                if (span == -1) {
                    out.put("none");
                } else {
                    out.unsigned(span);
                }
            }
            case ABSTIME -> {
                long time = LittleEndian.signed(bytes, at, length);
                clock.date(time, out);
                out.put(' ');
                clock.time(time, out);
            }
            case IPV4ADDR, IPV4NET, IPV6ADDR, IPV6NET, IPADDR, IPNET ->
                    ipAddress(bytes, at, length, out);
            // No event has one; the only type that is not written without a string in between.
            case DOUBLE ->
                    out.put(
                            Double.toString(
                                    Double.longBitsToDouble(
                                            LittleEndian.unsigned(bytes, at, length))));
            case NONE, DYN -> out.put("(n.a.)");
        }
    }

    /** The resolved form; false, and nothing written, where there is none. */
    private static boolean resolved(
            Event event, int parameter, ParameterStyle style, Names names, TextBuffer out) {
        if (isMissing(event, parameter, style)) {
            return false;
        }
        byte[] bytes = event.bytes();
        int at = event.offset(parameter);
        int length = event.length(parameter);
        ParameterType type = style.type;
        if (type == ParameterType.DYN) {
            type = dynamicType(style, bytes[at]);
            at++;
            length--;
        }
        int start = out.length();
        boolean known =
                switch (type) {
                    case FD, FD32 -> fd(LittleEndian.signed(bytes, at, length), names, out);
                    case PID, PID32 -> names.comm(LittleEndian.signed(bytes, at, length), out);
                    case ERRNO -> error(LittleEndian.signed(bytes, at, length), out);
                    case UID, GID -> owner(type, bytes, at, length, names, out);
                    case FLAGS8, FLAGS16, FLAGS32, MODE ->
                            style.symbols != null
                                    && style.symbols.appendFlags(
                                            LittleEndian.unsigned(bytes, at, length), out);
                    case ENUMFLAGS8, ENUMFLAGS16, ENUMFLAGS32 ->
                            style.symbols != null
                                    && style.symbols.appendEnum(
                                            LittleEndian.unsigned(bytes, at, length), out);
                    case SYSCALLID ->
                            name(
                                    Symbols.syscallName(LittleEndian.unsigned(bytes, at, length)),
                                    out);
                    case SIGTYPE ->
                            name(Symbols.signalName(LittleEndian.unsigned(bytes, at, length)), out);
                    case RELTIME -> seconds(LittleEndian.signed(bytes, at, length), out);
                    case FSPATH, FSRELPATH -> path(event, style, bytes, at, length, names, out);
                    default -> false;
                };
        if (known && out.length() > start) {
            return true;
        }
        out.truncate(start);
        return false;
    }

    /**
     * Whether the value is missing: it has no bytes, or for text of old writers the word {@code
     * (NULL)}. A dynamic value must have more than its first byte.
     */
    private static boolean isMissing(Event event, int parameter, ParameterStyle style) {
        int length = event.length(parameter);
        return length == 0
                || (style.type == ParameterType.DYN && length == 1)
                || (length == OLD_MISSING_TEXT.length
                        && isText(style.type)
                        && startsWith(event, parameter, OLD_MISSING_TEXT));
    }

    private static boolean startsWith(Event event, int parameter, byte[] text) {
        int at = event.offset(parameter);
        for (int i = 0; i < text.length; i++) {
            if (event.bytes()[at + i] != text[i]) {
                return false;
            }
        }
        return true;
    }

    private static boolean isText(ParameterType type) {
        return type == ParameterType.CHARBUF
                || type == ParameterType.FSPATH
                || type == ParameterType.FSRELPATH;
    }

    private static ParameterType dynamicType(ParameterStyle style, byte index) {
        int i = index & 0xff;
        return i < style.dynamic.size() ? style.dynamic.get(i) : ParameterType.NONE;
    }

    /**
     * A number. In decimal those of 32 and 64 bits are shown signed whatever their type, as the
     * family always did: -1 stands for the largest of them.
     */
    private static void number(
            ParameterType type, Format format, byte[] bytes, int at, int length, TextBuffer out) {
        long unsigned = LittleEndian.unsigned(bytes, at, length);
        switch (format) {
            case HEXADECIMAL -> out.hex(unsigned);
            case OCTAL -> {
                if (unsigned != 0) {
                    out.put('0');
                }
                out.octal(unsigned);
            }
            case DECIMAL -> {
                boolean small = type == ParameterType.UINT8 || type == ParameterType.UINT16;
                out.decimal(small ? unsigned : LittleEndian.signed(bytes, at, length));
            }
        }
    }

    private static void text(byte[] bytes, int at, int length, TextBuffer out) {
        int end = 0;
        while (end < length && bytes[at + end] != 0) {
            end++;
        }
        out.put(bytes, at, end);
    }

    private static boolean fd(long fd, Names names, TextBuffer out) {
        if (fd >= 0) {
            return names.fd(fd, out);
        }
        if (fd == AT_FDCWD) {
            out.put("AT_FDCWD");
            return true;
        }
        return error(fd, out);
    }

    private static boolean error(long result, TextBuffer out) {
        return result < 0 && name(Symbols.errorName(-result), out);
    }

    private static boolean name(byte @Nullable [] name, TextBuffer out) {
        if (name == null) {
            return false;
        }
        out.put(name);
        return true;
    }

    private static boolean owner(
            ParameterType type, byte[] bytes, int at, int length, Names names, TextBuffer out) {
        long id = LittleEndian.unsigned(bytes, at, length) & NO_ID;
        if (id == NO_ID) {
            out.put(NO_USER);
        } else if (!(type == ParameterType.UID ? names.user(id, out) : names.group(id, out))) {
            out.put(NO_NAME);
        }
        return true;
    }

    private static boolean seconds(long span, TextBuffer out) {
        if (span == -1) {
            return false;
        }
        SecondsText.append(span, out);
        return true;
    }

    /** A relative path from its directory on. */
    private static boolean path(
            Event event,
            ParameterStyle style,
            byte[] bytes,
            int at,
            int length,
            Names names,
            TextBuffer out) {
        int end = 0;
        while (end < length && bytes[at + end] != 0) {
            end++;
        }
        if (end == 0 || bytes[at] == '/' || isMissingText(bytes, at, end)) {
            return false;
        }
        int base = out.length();
        long dirfd =
                style.dirfd >= 0 && event.has(style.dirfd) ? event.signed(style.dirfd) : AT_FDCWD;
        if (dirfd == AT_FDCWD) {
            names.cwd(out);
        } else if (names.directory(dirfd, out)
                && out.length() > base
                && out.bytes()[out.length() - 1] != '/') {
            out.put('/');
        }
        PathText.follow(out, base, bytes, at, end);
        return true;
    }

    private static boolean isMissingText(byte[] bytes, int at, int length) {
        return Arrays.equals(bytes, at, at + length, MISSING_TEXT, 0, MISSING_TEXT.length);
    }

    /**
     * The fds of a poll: a count of 16 bits, then for each the fd in 64 bits and the events in 16.
     * {@code 3:f1 } is the fd, its type's letter and the events in hexadecimal.
     */
    private static void fdList(byte[] bytes, int at, int length, Names names, TextBuffer out) {
        int count = (int) LittleEndian.unsigned(bytes, at, Math.min(length, 2));
        int entries = Math.min(count, (length - 2) / 10);
        for (int i = 0; i < entries; i++) {
            int entry = at + 2 + 10 * i;
            if (i > 0) {
                out.put(' ');
            }
            long fd = LittleEndian.signed(bytes, entry, 8);
            out.unsigned(fd).put(':');
            int start = out.length();
            byte letter = '?';
            if (fd >= 0 && names.fd(fd, out) && out.length() > start + 1) {
                letter = out.bytes()[start + 1];
                out.truncate(start);
            }
            out.put(letter).lowerHex(LittleEndian.signed(bytes, entry + 8, 2) & NO_ID);
        }
    }

    private static void signals(long set, TextBuffer out) {
        boolean any = false;
        for (int signal = 1; signal <= 32; signal++) {
            byte[] name = Symbols.signalName(signal);
            if ((set >>> (signal - 1) & 1) != 0 && name != null) {
                if (any) {
                    out.put(' ');
                }
                out.put(name);
                any = true;
            }
        }
    }

    private static void ipAddress(byte[] bytes, int at, int length, TextBuffer out) {
        switch (length) {
            case 4 -> AddressText.ipv4(bytes, at, out);
            case 16 -> AddressText.ipv6(bytes, at, out);
            default -> out.put("INVALID ADDRESS");
        }
    }
}

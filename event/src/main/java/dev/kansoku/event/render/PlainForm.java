// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.event.render;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.kansoku.event.LittleEndian;
import dev.kansoku.event.Parameter.Format;
import dev.kansoku.event.ParameterType;
import dev.kansoku.event.Symbols;
import dev.kansoku.event.TextBuffer;

/** The plain form of a value of any type: the number, the text, the address. */
final class PlainForm {
    static final byte[] MISSING_TEXT = "<NA>".getBytes(US_ASCII);

    /** In a list of polled fds: the fd's 64 bits and the 16 bits of its events. */
    private static final int POLLED_SIZE = 10;

    private final BufferForm bufferForm;
    private final LocalClock clock;

    PlainForm(BufferForm bufferForm, LocalClock clock) {
        this.bufferForm = bufferForm;
        this.clock = clock;
    }

    void append(
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
            case CHARBUFARRAY, CHARBUF_PAIR_ARRAY -> out.printable(bytes, at, length);
            case SOCKADDR -> AddressText.address(bytes, at, length, out);
            case SOCKTUPLE -> AddressText.tuple(bytes, at, length, out);
            case FDLIST -> fdList(bytes, at, length, names, out);
            case SIGSET -> signals(LittleEndian.unsigned(bytes, at, length), out);
            case RELTIME -> span(LittleEndian.signed(bytes, at, length), out);
            case ABSTIME -> {
                long time = LittleEndian.signed(bytes, at, length);
                clock.date(time, out);
                out.put(' ');
                clock.time(time, out);
            }
            case IPV4ADDR, IPV4NET, IPV6ADDR, IPV6NET, IPADDR, IPNET ->
                    ipAddress(bytes, at, length, out);
            // No event has one; the only type that is not written without a string in between.
            case DOUBLE -> {
                long bits = LittleEndian.unsigned(bytes, at, length);
                out.put(Double.toString(Double.longBitsToDouble(bits)));
            }
            case NONE, DYN -> out.put("(n.a.)");
        }
    }

    /**
     * A number. In decimal those of 32 and 64 bits are shown signed whatever their type, as the
     * family always did: -1 stands for the largest of them.
     */
    private static void number(
            ParameterType type, Format format, byte[] bytes, int at, int length, TextBuffer out) {
        switch (format) {
            case HEXADECIMAL -> out.hex(LittleEndian.unsigned(bytes, at, length));
            case OCTAL -> {
                long value = LittleEndian.unsigned(bytes, at, length);
                if (value != 0) {
                    out.put('0');
                }
                out.octal(value);
            }
            case DECIMAL -> {
                if (type == ParameterType.UINT8 || type == ParameterType.UINT16) {
                    out.unsigned(LittleEndian.unsigned(bytes, at, length));
                } else {
                    out.decimal(LittleEndian.signed(bytes, at, length));
                }
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

    /** Nanoseconds; -1 is no limit. */
    private static void span(long nanos, TextBuffer out) {
        if (nanos == -1) {
            out.put("none");
        } else {
            out.unsigned(nanos);
        }
    }

    /**
     * The fds of a poll: a count of 16 bits, then for each the fd in 64 bits and the events in 16.
     * {@code 3:f1} is the fd, its type's letter and the events in hexadecimal.
     */
    private static void fdList(byte[] bytes, int at, int length, Names names, TextBuffer out) {
        int count = (int) LittleEndian.unsigned(bytes, at, Math.min(length, 2));
        int entries = Math.min(count, (length - 2) / POLLED_SIZE);
        for (int i = 0; i < entries; i++) {
            int entry = at + 2 + POLLED_SIZE * i;
            if (i > 0) {
                out.put(' ');
            }
            long fd = LittleEndian.signed(bytes, entry, 8);
            out.unsigned(fd).put(':');
            out.put(letter(fd, names, out));
            out.lowerHex(LittleEndian.signed(bytes, entry + 8, 2) & 0xffffffffL);
        }
    }

    /** The letter of an fd's type, which stands behind the bracket of its name. */
    private static byte letter(long fd, Names names, TextBuffer out) {
        int start = out.length();
        byte letter = '?';
        if (fd >= 0 && names.fd(fd, out) && out.length() > start + 1) {
            letter = out.bytes()[start + 1];
        }
        out.truncate(start);
        return letter;
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

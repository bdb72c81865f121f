// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.event.render;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.kansoku.event.Event;
import dev.kansoku.event.LittleEndian;
import dev.kansoku.event.ParameterType;
import dev.kansoku.event.SymbolTable;
import dev.kansoku.event.Symbols;
import dev.kansoku.event.TextBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The resolved form of a value: what its number stands for. Each method returns whether there is
 * one, and may have written something where it returns false.
 */
final class ResolvedForm {
    /** A dirfd that stands for the current directory. */
    private static final int AT_FDCWD = -100;

    private static final long NO_ID = 0xffffffffL;
    private static final byte[] NO_NAME = "<NA>".getBytes(US_ASCII);
    private static final byte[] NO_OWNER = "<NONE>".getBytes(US_ASCII);

    private ResolvedForm() {}

    /** Whether values of this type can have a resolved form. */
    static boolean exists(ParameterType type) {
        return switch (type) {
            case FD, FD32, PID, PID32, ERRNO, UID, GID, SYSCALLID, SIGTYPE, RELTIME -> true;
            case FLAGS8, FLAGS16, FLAGS32, MODE, ENUMFLAGS8, ENUMFLAGS16, ENUMFLAGS32 -> true;
            case FSPATH, FSRELPATH, DYN -> true;
            default -> false;
        };
    }

    static boolean append(
            ParameterType type,
            @Nullable SymbolTable symbols,
            byte[] bytes,
            int at,
            int length,
            Names names,
            TextBuffer out) {
        return switch (type) {
            case FD, FD32 -> fd(LittleEndian.signed(bytes, at, length), names, out);
            case PID, PID32 -> names.comm(LittleEndian.signed(bytes, at, length), out);
            case ERRNO -> error(LittleEndian.signed(bytes, at, length), out);
            case UID -> {
                long id = LittleEndian.unsigned(bytes, at, length);
                yield noOwner(id, out) || names.user(id, out) || put(NO_NAME, out);
            }
            case GID -> {
                long id = LittleEndian.unsigned(bytes, at, length);
                yield noOwner(id, out) || names.group(id, out) || put(NO_NAME, out);
            }
            case FLAGS8, FLAGS16, FLAGS32, MODE ->
                    symbols != null
                            && symbols.appendFlags(LittleEndian.unsigned(bytes, at, length), out);
            case ENUMFLAGS8, ENUMFLAGS16, ENUMFLAGS32 ->
                    symbols != null
                            && symbols.appendEnum(LittleEndian.unsigned(bytes, at, length), out);
            case SYSCALLID ->
                    put(Symbols.syscallName(LittleEndian.unsigned(bytes, at, length)), out);
            case SIGTYPE -> put(Symbols.signalName(LittleEndian.unsigned(bytes, at, length)), out);
            case RELTIME -> span(LittleEndian.signed(bytes, at, length), out);
            default -> false;
        };
    }

    /**
     * A relative path from its directory on.
     *
     * @param parameter the index of the dirfd that it is relative to, or -1
     */
    static boolean path(
            Event event,
            int parameter,
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
        long dirfd = event.has(parameter) ? event.signed(parameter) : AT_FDCWD;
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
        byte[] missing = PlainForm.MISSING_TEXT;
        return Arrays.equals(bytes, at, at + length, missing, 0, missing.length);
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
        return result < 0 && put(Symbols.errorName(-result), out);
    }

    private static boolean noOwner(long id, TextBuffer out) {
        return id == NO_ID && put(NO_OWNER, out);
    }

    private static boolean span(long nanos, TextBuffer out) {
        if (nanos == -1) {
            return false;
        }
        SecondsText.append(nanos, out);
        return true;
    }

    private static boolean put(byte @Nullable [] name, TextBuffer out) {
        if (name == null) {
            return false;
        }
        out.put(name);
        return true;
    }
}

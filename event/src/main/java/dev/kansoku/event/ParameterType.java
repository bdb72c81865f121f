// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.event;

import java.util.Locale;

/**
 * How a parameter's bytes are to be read; the order is the code that files and the kernel side use.
 */
public enum ParameterType {
    NONE,
    INT8,
    INT16,
    INT32,
    INT64,
    UINT8,
    UINT16,
    UINT32,
    UINT64,
    CHARBUF,
    BYTEBUF,
    ERRNO,
    SOCKADDR,
    SOCKTUPLE,
    FD,
    PID,
    FDLIST,
    FSPATH,
    SYSCALLID,
    SIGTYPE,
    RELTIME,
    ABSTIME,
    PORT,
    L4PROTO,
    SOCKFAMILY,
    BOOL,
    IPV4ADDR,
    DYN,
    FLAGS8,
    FLAGS16,
    FLAGS32,
    UID,
    GID,
    DOUBLE,
    SIGSET,
    CHARBUFARRAY,
    CHARBUF_PAIR_ARRAY,
    IPV4NET,
    IPV6ADDR,
    IPV6NET,
    IPADDR,
    IPNET,
    MODE,
    FSRELPATH,
    ENUMFLAGS8,
    ENUMFLAGS16,
    ENUMFLAGS32,
    FD32,
    PID32;

    /** The type with this name in the event table, such as {@code fsrelpath}. */
    static ParameterType named(String name) {
        return valueOf(name.toUpperCase(Locale.ROOT));
    }

    /** How many bytes a number of this type takes; 0 for what is not a number. */
    public int width() {
        return switch (this) {
            case INT8, UINT8, SIGTYPE, L4PROTO, SOCKFAMILY, FLAGS8, ENUMFLAGS8 -> 1;
            case INT16, UINT16, SYSCALLID, PORT, FLAGS16, ENUMFLAGS16 -> 2;
            case INT32,
                    UINT32,
                    BOOL,
                    IPV4ADDR,
                    FLAGS32,
                    UID,
                    GID,
                    SIGSET,
                    MODE,
                    ENUMFLAGS32,
                    FD32,
                    PID32 ->
                    4;
            case INT64, UINT64, ERRNO, FD, PID, RELTIME, ABSTIME, DOUBLE -> 8;
            default -> 0;
        };
    }

    /** The name the event table uses, such as {@code fsrelpath}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}

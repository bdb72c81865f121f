// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.event.render;

/** How the bytes of a buffer, such as what a read returned, are shown. */
public enum BufferForm {
    /** As {@link #DOTS}, cut at {@link ValueRenderer#CUT} characters. */
    CUT,
    /** Printable ASCII, and a dot for any other byte. */
    DOTS,
    /** Printable ASCII and line ends, on a line of its own; other bytes are left out. */
    ASCII,
    /** Lines of 16 bytes in hexadecimal. */
    HEX,
    /** Lines of 16 bytes in hexadecimal, with the characters beside them. */
    HEX_ASCII,
    BASE64
}

// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.filter.field;

/** What a field's value is: how it compares, and how it is shown in text and JSON. */
public enum FieldType {
    /** Bytes taken as UTF-8 text. */
    TEXT,
    /** Bytes that may hold anything, such as an I/O buffer. */
    BYTES,
    SIGNED,
    UNSIGNED,
    BOOLEAN,
    /** Nanoseconds between two moments. */
    RELATIVE_TIME,
    /** Nanoseconds since the epoch. */
    ABSOLUTE_TIME,
    DOUBLE,
    /** An address of 4 or 16 bytes in network order. */
    ADDRESS,
    /** An address that is compared with nets in CIDR notation. */
    NET,
    /** A value whose type is known only with the event, as that of {@code evt.rawarg}. */
    DYNAMIC
}

// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.engine.fields;

import static dev.kansoku.engine.fields.EventFields.ascii;

import org.jspecify.annotations.Nullable;

/**
 * Names of services by port, from a table of the project's own, so that every machine shows the
 * same. Shared bytes; thread-safe.
 */
public final class ServiceNames {
    private static final int PORTS = 65_536;

    /** What {@code FdState.protocol()} calls UDP. */
    public static final int UDP = 3;

    private static final byte[] @Nullable [] OVER_TCP = new byte[PORTS][];
    private static final byte[] @Nullable [] OVER_UDP = new byte[PORTS][];

    static {
        for (String[] cells : FieldRows.rows("services.tsv", 3)) {
            int port = Integer.parseInt(cells[0]);
            (cells[1].equals("udp") ? OVER_UDP : OVER_TCP)[port] = ascii(cells[2]);
        }
    }

    private ServiceNames() {}

    /**
     * The name of a service; null where it has none.
     *
     * @param protocol that of an fd; all but UDP count as TCP
     */
    public static byte @Nullable [] name(int port, int protocol) {
        int at = port & 0xffff;
        return protocol == UDP ? OVER_UDP[at] : OVER_TCP[at];
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.report;

/** How large the place is that a report is written to; a terminal may change while it is. */
public interface Screen {
    /** Characters of a line. */
    int columns();

    /** Lines that are seen at once. */
    int rows();

    /** What is no terminal: so wide, and as long as it takes. */
    static Screen ofColumns(int columns) {
        return new Screen() {
            @Override
            public int columns() {
                return columns;
            }

            @Override
            public int rows() {
                return Integer.MAX_VALUE;
            }
        };
    }
}

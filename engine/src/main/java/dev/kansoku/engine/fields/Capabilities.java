// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.engine.fields;

import java.util.List;

/** The names of capabilities. */
public final class Capabilities {
    /** By bit. */
    public static final List<String> NAMES =
            FieldRows.rows("capabilities.tsv", 1).stream().map(cells -> cells[0]).toList();

    private Capabilities() {}
}

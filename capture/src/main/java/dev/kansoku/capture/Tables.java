// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.capture;

import dev.kansoku.event.TableFile;
import java.util.List;

/** The tables of this module. */
final class Tables {
    private Tables() {}

    static List<String[]> read(String name, int columns) {
        return TableFile.rows(Tables.class.getResourceAsStream(name), name, columns);
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.rules.load;

import dev.kansoku.rules.Place;
import java.util.List;

/**
 * A list.
 *
 * @param values with those of the lists that it names
 */
public record LoadedList(String name, Place where, List<String> values) {
    public LoadedList {
        values = List.copyOf(values);
    }
}

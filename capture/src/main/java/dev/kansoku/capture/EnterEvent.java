// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.capture;

import dev.kansoku.event.EventTable;
import dev.kansoku.event.EventType;
import dev.kansoku.event.Parameter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a system call tells when it begins: as {@code enters.tsv} says, or else what its exit says
 * under the same names. Immutable.
 *
 * @param type the enter event; the generic one for calls without a row of their own
 * @param recipes one for each parameter of the event
 */
public record EnterEvent(EventType type, List<Recipe> recipes) {
    private static final Map<String, EnterEvent> OWN = read();

    public EnterEvent {
        recipes = List.copyOf(recipes);
    }

    /** The enter event of a call. */
    public static EnterEvent of(SystemCall call) {
        EnterEvent own = OWN.get(call.name());
        if (own != null) {
            return own;
        }
        EventType enter = EventTable.type(call.event().code() - 1);
        List<Recipe> recipes = new ArrayList<>();
        for (Parameter parameter : enter.parameters()) {
            int index = call.event().indexOf(parameter.name());
            if (index < 0) {
                throw new IllegalStateException(
                        "enters.tsv: nothing tells " + parameter.name() + " of " + call.name());
            }
            recipes.add(call.recipes().get(index));
        }
        return new EnterEvent(enter, recipes);
    }

    private static Map<String, EnterEvent> read() {
        Map<String, EnterEvent> rows = new HashMap<>();
        for (String[] cells : Tables.read("enters.tsv", 3)) {
            EventType type = EventTable.type(Integer.parseInt(cells[1]));
            rows.put(cells[0], new EnterEvent(type, Recipe.parseAll(cells[2])));
        }
        return rows;
    }
}

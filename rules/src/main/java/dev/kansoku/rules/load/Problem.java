// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.rules.load;

import dev.kansoku.rules.Place;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is wrong with a rule file.
 *
 * @param message what is wrong, in one line
 * @param hint what to do about it, or null
 * @param locations what it is part of, from the file inwards; the last is where it stands
 * @param snippet the line that it stands on
 */
public record Problem(
        Code code,
        String message,
        @Nullable String hint,
        List<Location> locations,
        Snippet snippet) {
    /**
     * A place and what stands there.
     *
     * @param name of the item, or "" where it has none
     * @param offset of the place in the file, in characters
     */
    public record Location(ItemType type, String name, Place place, int offset) {}

    public Problem {
        locations = List.copyOf(locations);
    }

    public Severity severity() {
        return code.severity();
    }

    public boolean isError() {
        return code.severity() == Severity.ERROR;
    }

    /** Where it stands. */
    public Place where() {
        return locations.getLast().place();
    }

    /** The innermost item around it that is a rule, a macro, a list or an exception, or a file. */
    public Location item() {
        for (Location location : locations.reversed()) {
            switch (location.type()) {
                case RULE, MACRO, LIST, EXCEPTION -> {
                    return location;
                }
                default -> {}
            }
        }
        return locations.getFirst();
    }

    /** The file that it stands in. */
    public String file() {
        return where().file();
    }
}

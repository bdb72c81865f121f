// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.rules.load;

import dev.kansoku.rules.Place;
import dev.kansoku.rules.load.Problem.Location;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Node;

/** What is read at the moment, from the file inwards: what a problem is said of. */
record Context(Source source, List<Location> locations) {
    /** The file as a whole. */
    static Context of(Source source) {
        return new Context(
                source,
                List.of(new Location(ItemType.CONTENT, "", new Place(source.name(), 1, 1), 0)));
    }

    /** Something inside of this. */
    Context in(ItemType type, String name, Node node) {
        return in(type, name, source.offset(node.getStartMark()));
    }

    Context in(ItemType type, String name, int offset) {
        return in(type, name, source, offset);
    }

    /**
     * Something that stands in another file perhaps, such as a part that was appended to a rule.
     */
    Context in(ItemType type, String name, Source where, int offset) {
        List<Location> longer = new ArrayList<>(locations);
        longer.add(new Location(type, name, where.place(offset), offset));
        return new Context(where, List.copyOf(longer));
    }

    Place place() {
        return locations.getLast().place();
    }

    Problem problem(Code code, String message) {
        return problem(code, message, null, 1);
    }

    /**
     * @param length how many characters are wrong
     */
    Problem problem(Code code, String message, @Nullable String hint, int length) {
        int offset = locations.getLast().offset();
        return new Problem(
                code, message, hint, locations, Snippet.of(source.text(), offset, offset + length));
    }

    /** What stops an item from being read. */
    LoadException invalid(String message) {
        return new LoadException(problem(Code.ERR_YAML_VALIDATE, message));
    }

    /** What makes an item that could be read useless. */
    LoadException wrong(String message) {
        return new LoadException(problem(Code.ERR_VALIDATE, message));
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.rules.config;

import java.util.List;

/** What YAML says, with the place of each part. Lists can be changed, as overrides do. */
sealed interface Node {
    Spot spot();

    /**
     * @param text without quotes
     * @param quoted whether it had some, so that it is text whatever it looks like
     */
    record Scalar(String text, boolean quoted, Spot spot) implements Node {
        /** Whether it says that there is no value. */
        boolean isNull() {
            return !quoted && (text.isEmpty() || text.equals("~") || text.equals("null"));
        }
    }

    record Sequence(List<Node> items, Spot spot) implements Node {}

    record Mapping(List<Entry> entries, Spot spot) implements Node {}

    record Entry(Scalar key, Node value) {}
}

// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.rules.load;

import dev.kansoku.rules.Place;
import java.util.Arrays;
import java.util.Optional;
import org.snakeyaml.engine.v2.exceptions.Mark;

/** A rule file while it is read: its text, and where its lines begin. */
final class Source {
    private final String name;
    private final String text;
    private final int codePoints;

    /** Where each line begins; the first at 0. */
    private final int[] lineStarts;

    Source(RuleText file) {
        this.name = file.name();
        this.text = file.text();
        this.codePoints = text.codePointCount(0, text.length());
        this.lineStarts = lineStarts(text);
    }

    String name() {
        return name;
    }

    String text() {
        return text;
    }

    /** Where a mark of the YAML reader, which counts code points, stands in the text. */
    int offset(Optional<Mark> mark) {
        int index = Math.min(mark.map(Mark::getIndex).orElse(0), codePoints);
        return codePoints == text.length() ? index : text.offsetByCodePoints(0, index);
    }

    Place place(int offset) {
        int found = Arrays.binarySearch(lineStarts, offset);
        int line = found >= 0 ? found : -found - 2;
        return new Place(name, line + 1, offset - lineStarts[line] + 1);
    }

    private static int[] lineStarts(String text) {
        int[] starts = new int[(int) text.chars().filter(c -> c == '\n').count() + 1];
        int at = 0;
        for (int line = 1; line < starts.length; line++) {
            at = text.indexOf('\n', at) + 1;
            starts[line] = at;
        }
        return starts;
    }
}

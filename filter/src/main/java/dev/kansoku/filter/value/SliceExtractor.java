// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.filter.value;

import dev.kansoku.event.TextBuffer;
import dev.kansoku.filter.field.Extractor;
import dev.kansoku.filter.field.FieldType;
import dev.kansoku.filter.field.FieldValue;
import dev.kansoku.filter.syntax.Operand.Slice.Range;
import java.util.List;

/**
 * Takes parts of another extractor's values: bytes of bytes, characters of text. A value that has
 * not all that is asked for is left out; where none is left there is no value.
 *
 * @param <C> what values are taken from
 */
public final class SliceExtractor<C> implements Extractor<C> {
    private final Extractor<C> inner;
    private final FieldType type;
    private final int[] from;
    private final int[] lengths;
    private final FieldValue value = new FieldValue();
    private final ComposedValues made = new ComposedValues();

    /** Where the part that was found last begins, and how long it is. */
    private int partFrom;

    private int partLength;

    public SliceExtractor(Extractor<C> inner, FieldType type, List<Range> ranges) {
        this.inner = inner;
        this.type = type;
        this.from = ranges.stream().mapToInt(Range::from).toArray();
        this.lengths = ranges.stream().mapToInt(Range::length).toArray();
    }

    @Override
    public boolean extract(C context, FieldValue out) {
        value.begin(type);
        if (!inner.extract(context, value)) {
            return false;
        }
        made.clear();
        for (int i = 0; i < value.size(); i++) {
            if (from.length == 1) {
                if (find(i, 0)) {
                    out.bytes(value.bytes(i), partFrom, partLength);
                }
            } else {
                compose(i);
            }
        }
        made.addTo(out);
        return out.size() > 0;
    }

    private void compose(int index) {
        TextBuffer text = made.text();
        for (int range = 0; range < from.length; range++) {
            if (!find(index, range)) {
                made.dropUnfinished();
                return;
            }
            text.put(value.bytes(index), partFrom, partLength);
        }
        made.end();
    }

    /** Finds a range's part of a value; false where the value ends before it does. */
    private boolean find(int index, int range) {
        byte[] bytes = value.bytes(index);
        int offset = value.offset(index);
        int end = offset + value.length(index);
        boolean characters = value.type() == FieldType.TEXT;
        int start =
                from[range] >= 0
                        ? forward(bytes, offset, end, from[range], characters)
                        : backward(bytes, offset, end, -from[range], characters);
        if (start < 0 || start >= end) {
            return false;
        }
        int to =
                lengths[range] == Range.TO_END
                        ? end
                        : forward(bytes, start, end, lengths[range], characters);
        if (to < 0) {
            return false;
        }
        partFrom = start;
        partLength = to - start;
        return true;
    }

    /** So many steps behind {@code at}, or -1 where there are not as many. */
    private static int forward(byte[] bytes, int at, int end, int steps, boolean characters) {
        if (!characters) {
            return steps <= end - at ? at + steps : -1;
        }
        int reached = at;
        for (int i = 0; i < steps; i++) {
            if (reached >= end) {
                return -1;
            }
            reached++;
            while (reached < end && isContinuation(bytes[reached])) {
                reached++;
            }
        }
        return reached;
    }

    /** So many steps before the end, or -1 where there are not as many. */
    private static int backward(byte[] bytes, int offset, int end, int steps, boolean characters) {
        if (!characters) {
            return steps <= end - offset ? end - steps : -1;
        }
        int reached = end;
        for (int i = 0; i < steps; i++) {
            if (reached <= offset) {
                return -1;
            }
            reached--;
            while (reached > offset && isContinuation(bytes[reached])) {
                reached--;
            }
        }
        return reached;
    }

    private static boolean isContinuation(byte b) {
        return (b & 0xc0) == 0x80;
    }
}

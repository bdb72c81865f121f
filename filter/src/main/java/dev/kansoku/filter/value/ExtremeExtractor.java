// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.filter.value;

import dev.kansoku.filter.field.Extractor;
import dev.kansoku.filter.field.FieldType;
import dev.kansoku.filter.field.FieldValue;
import java.util.Arrays;
import java.util.List;

/**
 * Gives the largest or smallest of all the values of several extractors; those that have none do
 * not count. Text, bytes and addresses are compared byte by byte.
 *
 * @param <C> what values are taken from
 */
public final class ExtremeExtractor<C> implements Extractor<C> {
    private final List<Extractor<C>> inner;
    private final FieldType type;
    private final boolean largest;
    private final FieldValue[] values;

    /** Whose value is the most extreme so far, and which of its values. */
    private FieldValue best;

    private int bestIndex;

    /**
     * @param type of all values
     * @param largest whether the largest is wanted, else the smallest
     */
    public ExtremeExtractor(List<Extractor<C>> inner, FieldType type, boolean largest) {
        this.inner = List.copyOf(inner);
        this.type = type;
        this.largest = largest;
        this.values = new FieldValue[inner.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = new FieldValue();
        }
        this.best = new FieldValue();
    }

    @Override
    public boolean extract(C context, FieldValue out) {
        boolean found = false;
        for (int i = 0; i < values.length; i++) {
            FieldValue value = values[i];
            value.begin(type);
            if (inner.get(i).extract(context, value)) {
                for (int j = 0; j < value.size(); j++) {
                    if (!found || isFarther(value, j)) {
                        best = value;
                        bestIndex = j;
                        found = true;
                    }
                }
            }
        }
        if (found) {
            add(out);
        }
        return found;
    }

    private boolean isFarther(FieldValue value, int index) {
        int order =
                switch (type) {
                    case SIGNED, BOOLEAN, RELATIVE_TIME, ABSOLUTE_TIME ->
                            Long.compare(value.numberAt(index), best.numberAt(bestIndex));
                    case UNSIGNED ->
                            Long.compareUnsigned(value.numberAt(index), best.numberAt(bestIndex));
                    case DOUBLE -> Double.compare(value.real(), best.real());
                    case TEXT, BYTES, ADDRESS, NET, DYNAMIC ->
                            Arrays.compareUnsigned(
                                    value.bytes(index),
                                    value.offset(index),
                                    value.offset(index) + value.length(index),
                                    best.bytes(bestIndex),
                                    best.offset(bestIndex),
                                    best.offset(bestIndex) + best.length(bestIndex));
                };
        return largest ? order > 0 : order < 0;
    }

    private void add(FieldValue out) {
        switch (type) {
            case SIGNED, UNSIGNED, BOOLEAN, RELATIVE_TIME, ABSOLUTE_TIME ->
                    out.number(best.numberAt(bestIndex));
            case DOUBLE -> out.real(best.real());
            case TEXT, BYTES, ADDRESS, NET, DYNAMIC ->
                    out.bytes(
                            best.bytes(bestIndex), best.offset(bestIndex), best.length(bestIndex));
        }
    }
}

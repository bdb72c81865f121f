// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.filter.value;

import dev.kansoku.filter.field.Extractor;
import dev.kansoku.filter.field.FieldType;
import dev.kansoku.filter.field.FieldValue;

/**
 * Takes the signs from another extractor's numbers; the smallest whole number, which has no
 * counterpart, stays as it is.
 *
 * @param <C> what values are taken from
 */
public final class AbsoluteExtractor<C> implements Extractor<C> {
    private final Extractor<C> inner;
    private final FieldType type;
    private final FieldValue value = new FieldValue();

    /**
     * @param type of its numbers; unsigned ones have no sign
     */
    public AbsoluteExtractor(Extractor<C> inner, FieldType type) {
        this.inner = inner;
        this.type = type;
    }

    @Override
    public boolean extract(C context, FieldValue out) {
        value.begin(type);
        if (!inner.extract(context, value)) {
            return false;
        }
        for (int i = 0; i < value.size(); i++) {
            long number = value.numberAt(i);
            switch (type) {
                case DOUBLE -> out.real(Math.abs(value.real()));
                case UNSIGNED -> out.number(number);
                default -> out.number(number < 0 ? -number : number);
            }
        }
        return value.size() > 0;
    }
}

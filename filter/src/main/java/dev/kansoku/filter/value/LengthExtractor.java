// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.filter.value;

import dev.kansoku.filter.field.Extractor;
import dev.kansoku.filter.field.FieldType;
import dev.kansoku.filter.field.FieldValue;

/**
 * Says how many bytes each of another extractor's values has, as {@code len} of Wireshark's dialect
 * does; sysdig's counts the values of a list instead.
 *
 * @param <C> what values are taken from
 */
public final class LengthExtractor<C> implements Extractor<C> {
    private final Extractor<C> inner;
    private final FieldType type;
    private final FieldValue value = new FieldValue();

    /**
     * @param type of values that are bytes
     */
    public LengthExtractor(Extractor<C> inner, FieldType type) {
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
            out.number(value.length(i));
        }
        return value.size() > 0;
    }
}

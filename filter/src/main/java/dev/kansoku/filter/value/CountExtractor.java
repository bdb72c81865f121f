// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.filter.value;

import dev.kansoku.filter.field.Extractor;
import dev.kansoku.filter.field.FieldType;
import dev.kansoku.filter.field.FieldValue;

/**
 * Says how many values another extractor has; none where it has none.
 *
 * @param <C> what values are taken from
 */
public final class CountExtractor<C> implements Extractor<C> {
    private final Extractor<C> inner;
    private final FieldType type;
    private final FieldValue value = new FieldValue();

    public CountExtractor(Extractor<C> inner, FieldType type) {
        this.inner = inner;
        this.type = type;
    }

    @Override
    public boolean extract(C context, FieldValue out) {
        value.begin(type);
        if (!inner.extract(context, value) || value.size() == 0) {
            return false;
        }
        out.number(value.size());
        return true;
    }
}

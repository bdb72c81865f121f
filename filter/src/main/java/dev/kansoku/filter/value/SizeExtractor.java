// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.filter.value;

import dev.kansoku.filter.field.Extractor;
import dev.kansoku.filter.field.FieldValue;

/**
 * Says how many values a list has, none too, or how many bytes a single value, as {@code len} of
 * sysdig's dialect does.
 */
final class SizeExtractor<C> implements Extractor<C> {
    private final Taken<C> taken;
    private final boolean list;

    SizeExtractor(Taken<C> taken, boolean list) {
        this.taken = taken;
        this.list = list;
    }

    @Override
    public boolean extract(C context, FieldValue out) {
        if (!taken.take(context)) {
            return false;
        }
        out.number(list ? taken.value().size() : taken.value().length(0));
        return true;
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.filter.value;

import dev.kansoku.filter.field.Extractor;
import dev.kansoku.filter.field.FieldValue;
import java.util.List;

/** All values of its arguments as texts; an event that lacks one has no such list. */
final class TextListExtractor<C> implements Extractor<C> {
    private final List<Taken<C>> parts;
    private final ComposedValues texts = new ComposedValues();

    TextListExtractor(List<Taken<C>> parts) {
        this.parts = parts;
    }

    @Override
    public boolean extract(C context, FieldValue out) {
        texts.clear();
        for (int i = 0; i < parts.size(); i++) {
            Taken<C> part = parts.get(i);
            if (!part.take(context)) {
                return false;
            }
            for (int j = 0; j < part.value().size(); j++) {
                part.write(j, texts.text());
                texts.end();
            }
        }
        texts.addTo(out);
        return true;
    }
}

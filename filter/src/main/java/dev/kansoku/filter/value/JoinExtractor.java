// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.filter.value;

import dev.kansoku.event.TextBuffer;
import dev.kansoku.filter.field.Extractor;
import dev.kansoku.filter.field.FieldValue;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Puts all values of its arguments together; an event that lacks one has no such value. */
final class JoinExtractor<C> implements Extractor<C> {
    private final @Nullable Taken<C> separator;
    private final List<Taken<C>> parts;

    JoinExtractor(@Nullable Taken<C> separator, List<Taken<C>> parts) {
        this.separator = separator;
        this.parts = parts;
    }

    @Override
    public boolean extract(C context, FieldValue out) {
        if (separator != null && !separator.take(context)) {
            return false;
        }
        TextBuffer text = out.text();
        boolean first = true;
        for (int i = 0; i < parts.size(); i++) {
            Taken<C> part = parts.get(i);
            if (!part.take(context)) {
                return false;
            }
            for (int j = 0; j < part.value().size(); j++) {
                if (separator != null && !first) {
                    separator.write(0, text);
                }
                part.write(j, text);
                first = false;
            }
        }
        out.textDone();
        return true;
    }
}

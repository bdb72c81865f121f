// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.filter.value;

import dev.kansoku.event.TextBuffer;
import dev.kansoku.filter.field.Extractor;
import dev.kansoku.filter.field.FieldDefinition.NumberFormat;
import dev.kansoku.filter.field.FieldType;
import dev.kansoku.filter.field.FieldValue;

/**
 * Writes another extractor's values as text, as they are shown; text and bytes stay as they are.
 *
 * @param <C> what values are taken from
 */
public final class StringExtractor<C> implements Extractor<C> {
    private static final byte[] TRUE = {'t', 'r', 'u', 'e'};
    private static final byte[] FALSE = {'f', 'a', 'l', 's', 'e'};

    private final Extractor<C> inner;
    private final FieldType type;
    private final NumberFormat format;
    private final FieldValue value = new FieldValue();
    private final ComposedValues made = new ComposedValues();

    /**
     * @param format how a whole number is written
     */
    public StringExtractor(Extractor<C> inner, FieldType type, NumberFormat format) {
        this.inner = inner;
        this.type = type;
        this.format = format;
    }

    @Override
    public boolean extract(C context, FieldValue out) {
        value.begin(type);
        if (!inner.extract(context, value)) {
            return false;
        }
        made.clear();
        TextBuffer text = made.text();
        for (int i = 0; i < value.size(); i++) {
            switch (value.type()) {
                case TEXT, BYTES, DYNAMIC ->
                        out.bytes(value.bytes(i), value.offset(i), value.length(i));
                case BOOLEAN -> text.put(value.numberAt(i) != 0 ? TRUE : FALSE);
                case ADDRESS, NET ->
                        Addresses.write(value.bytes(i), value.offset(i), value.length(i), text);
                case DOUBLE -> NumberText.oneDecimal(value.real(), text);
                case UNSIGNED -> {
                    if (format == NumberFormat.DECIMAL) {
                        text.unsigned(value.numberAt(i));
                    } else {
                        NumberText.whole(value.numberAt(i), format, text);
                    }
                }
                case SIGNED, RELATIVE_TIME, ABSOLUTE_TIME ->
                        NumberText.whole(value.numberAt(i), format, text);
            }
            if (isWritten()) {
                made.end();
            }
        }
        made.addTo(out);
        return out.size() > 0;
    }

    private boolean isWritten() {
        return switch (value.type()) {
            case TEXT, BYTES, DYNAMIC -> false;
            default -> true;
        };
    }
}

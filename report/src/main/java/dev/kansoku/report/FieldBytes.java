// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.report;

import dev.kansoku.engine.EventContext;
import dev.kansoku.filter.ShownOperand;
import dev.kansoku.filter.field.Extractor;
import dev.kansoku.filter.field.FieldCatalogue;
import dev.kansoku.filter.field.FieldType;
import dev.kansoku.filter.field.FieldValue;
import dev.kansoku.filter.syntax.FilterException;
import dev.kansoku.filter.syntax.SysdigParser;
import java.util.Arrays;

/** A field that is text or bytes, as they were captured. Belongs to one thread. */
final class FieldBytes {
    private final Extractor<EventContext> extractor;
    private final FieldType type;
    private final FieldValue value = new FieldValue();

    private FieldBytes(ShownOperand<EventContext> operand) {
        this.extractor = operand.extractor();
        this.type = operand.definition().type();
    }

    static FieldBytes of(String field, FieldCatalogue<EventContext> catalogue)
            throws FilterException {
        return new FieldBytes(ShownOperand.of(SysdigParser.operand(field, 0), field, catalogue));
    }

    /** Takes the event's value; false where it has none. */
    boolean read(EventContext context) {
        value.begin(type);
        return extractor.extract(context, value) && value.size() > 0;
    }

    byte[] bytes() {
        return value.bytes(0);
    }

    int offset() {
        return value.offset(0);
    }

    int length() {
        return value.length(0);
    }

    boolean is(byte[] other) {
        return Arrays.equals(bytes(), offset(), offset() + length(), other, 0, other.length);
    }
}

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

/** A field that is a number. Belongs to one thread. */
final class FieldNumber {
    /** What an event has that lacks the field. */
    static final long MISSING = Long.MIN_VALUE;

    private final Extractor<EventContext> extractor;
    private final FieldType type;
    private final FieldValue value = new FieldValue();

    private FieldNumber(ShownOperand<EventContext> operand) {
        this.extractor = operand.extractor();
        this.type = operand.definition().type();
    }

    static FieldNumber of(String field, FieldCatalogue<EventContext> catalogue)
            throws FilterException {
        return new FieldNumber(ShownOperand.of(SysdigParser.operand(field, 0), field, catalogue));
    }

    /** The event's number, or {@link #MISSING}. */
    long read(EventContext context) {
        value.begin(type);
        return extractor.extract(context, value) && value.size() > 0 ? value.numberAt(0) : MISSING;
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.rules.correlate;

import dev.kansoku.engine.EventContext;
import dev.kansoku.filter.ShownOperand;
import dev.kansoku.filter.field.FieldCatalogue;
import dev.kansoku.filter.syntax.FilterException;
import dev.kansoku.filter.syntax.SysdigParser;

/** Finds fields by what formats call them, such as {@code proc.aname[2]}. */
final class ShownField {
    private ShownField() {}

    static ShownOperand<EventContext> of(String name, FieldCatalogue<EventContext> fields)
            throws FilterException {
        return ShownOperand.of(SysdigParser.operand(name, 0), name, fields);
    }
}

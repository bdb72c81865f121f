// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.filter.syntax;

/**
 * What a printer has to know of fields to write an expression that was read in one dialect so that
 * it means the same in another: numbers, times and bytes are written differently, and some forms
 * are equal only where a field has one value.
 */
public interface Translation {
    /** Nothing is known of fields: literals stay as they are. */
    Translation NONE = new Translation() {};

    /** How many values an operand has in one event. */
    enum Values {
        /** One at most. */
        ONE,
        /** Perhaps several. */
        SEVERAL,
        UNKNOWN
    }

    /**
     * The literal of the dialect that is written.
     *
     * @param left what it is compared with
     * @throws UntranslatableException where that dialect has none; see {@link
     *     UntranslatableException#of}
     */
    default Operand.Literal literal(Operand left, Operator operator, Operand.Literal literal)
            throws UntranslatableException {
        return literal;
    }

    /** How many values an operand has in one event. */
    default Values values(Operand operand) {
        return Values.UNKNOWN;
    }
}

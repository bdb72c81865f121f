// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.rules.load;

import dev.kansoku.filter.syntax.FilterException;

/**
 * A condition is wrong, or one of the macros in it.
 *
 * <p>Where it is wrong is said by the text, which is the macro's where the mistake is in a macro.
 */
final class ConditionException extends Exception {
    private static final long serialVersionUID = 1L;

    /** What is wrong with a condition. */
    enum Kind {
        /** It can not be read, or compares what can not be compared. */
        COMPILE,
        /** It names a field, or a value of one, that is not known. */
        UNKNOWN_NAME,
        /** It names a macro that there is not. */
        MACRO,
        /** It is of a macro that leads back to itself. */
        LOOP,
        /** It names a macro that is wrong, which was said of the macro. */
        SAID
    }

    private final Kind kind;
    private final transient ConditionText text;
    private final transient FilterException filter;

    ConditionException(Kind kind, ConditionText text, FilterException filter) {
        super(filter.getMessage());
        this.kind = kind;
        this.text = text;
        this.filter = filter;
    }

    Kind kind() {
        return kind;
    }

    /**
     * The problem of the item that the condition is of.
     *
     * @param item the item
     * @param condition what its condition is called in results
     */
    Problem problem(Code code, Context item, ItemType condition) {
        return problem(code, item, condition, ItemType.CONDITION_EXPRESSION);
    }

    /**
     * @param whole what it is called in results
     * @param inside what the place in it is called
     */
    Problem problem(Code code, Context item, ItemType whole, ItemType inside) {
        int from = filter.where().from();
        Scalar origin = text.origin(from);
        Context context = item;
        if (origin != null) {
            context =
                    item.in(whole, "", origin.source(), origin.start())
                            .in(inside, "", origin.source(), text.offset(from));
        }
        return context.problem(
                code,
                String.valueOf(filter.getMessage()),
                filter.hint(),
                text.length(from, filter.where().to()));
    }
}

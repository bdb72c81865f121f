// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.capture;

import dev.kansoku.capture.KernelPredicate.Name;
import dev.kansoku.filter.match.Bytes;
import dev.kansoku.filter.match.Condition;
import dev.kansoku.filter.syntax.Operator;
import dev.kansoku.filter.syntax.Quantifier;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which names of threads meet a condition. */
final class NamesOf {
    /** The kernel's longest name of a thread. */
    private static final int LONGEST = 15;

    private NamesOf() {}

    /**
     * Those names, or null where the kernel cannot tell them: it compares beginnings. A negated
     * condition is none of them, so that its caller takes the negation off.
     */
    static @Nullable List<Name> condition(Condition condition) {
        List<Name> names = new ArrayList<>();
        return add(condition, names) && names.size() <= KernelPredicate.MOST_MEMBERS ? names : null;
    }

    private static boolean add(Condition condition, List<Name> to) {
        return switch (condition) {
            case Condition.Text(Operator operator, Bytes bound) ->
                    operator == Operator.EQUAL && add(bound, true, to);
            case Condition.AmongTexts among ->
                    among.texts().stream().allMatch(text -> add(text, true, to));
            case Condition.StartsWith(Bytes prefix) -> add(prefix, false, to);
            case Condition.Quantified(Quantifier quantifier, List<Condition> conditions) ->
                    quantifier == Quantifier.ANYOF
                            && conditions.stream().allMatch(one -> add(one, to));
            default -> false;
        };
    }

    private static boolean add(Bytes text, boolean whole, List<Name> to) {
        byte[] bytes = text.toArray();
        if (bytes.length == 0 || bytes[0] == '<') {
            return false; // what stands in events for a name that is not known
        }
        for (byte b : bytes) {
            if (b == 0) {
                return false;
            }
        }
        if (bytes.length <= LONGEST) { // no thread has a longer one
            to.add(new Name(text, whole));
        }
        return true;
    }
}

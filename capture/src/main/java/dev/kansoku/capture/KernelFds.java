// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.capture;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.kansoku.capture.KernelPredicate.IsNumber;
import dev.kansoku.capture.KernelPredicate.Subject;
import dev.kansoku.event.start.FdType;
import dev.kansoku.filter.field.FieldType;
import dev.kansoku.filter.field.FieldValue;
import dev.kansoku.filter.match.Condition;
import dev.kansoku.filter.match.Holding;
import dev.kansoku.filter.match.Predicates;
import dev.kansoku.filter.match.ValuePredicate;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * What the kernel can ask of the open file of a call's fd. Java follows fds by events and knows
 * some of them not at all, so that only what makes a check hold can be asked: the value is there
 * then, and the kernel sees a file of its kind. Where the check is not to hold, nothing is asked.
 */
final class KernelFds {
    /** What fields show where there is nothing to show. */
    private static final String UNKNOWN = "<NA>";

    /** What {@code fd.typechar} shows of an fd that is not known. */
    private static final String UNKNOWN_LETTER = "o";

    private KernelFds() {}

    /** What holds of the file wherever a check of a field holds; ALWAYS for other fields. */
    static KernelPredicate check(String field, Holding holding, Condition condition) {
        boolean opposite = holding == Holding.NONE || holding == Holding.NOT_ALL;
        return switch (field) {
            case "fd.type" -> type(condition, opposite, FdType::label);
            case "fd.typechar" ->
                    passes(Predicates.of(condition), UNKNOWN_LETTER) != opposite
                            ? KernelPredicate.ALWAYS
                            : type(condition, opposite, type -> String.valueOf(type.letter()));
            case "fd.l4proto" ->
                    passes(Predicates.of(condition), UNKNOWN) != opposite
                            ? KernelPredicate.ALWAYS
                            : kinds(EnumSet.of(FdKind.INTERNET));
            case "fd.cport", "fd.sport", "fd.lport", "fd.rport" -> port(condition, opposite);
            case "fd.port" -> // of the two of them
                    opposite ? kinds(EnumSet.of(FdKind.INTERNET)) : port(condition, false);
            default -> KernelPredicate.ALWAYS;
        };
    }

    private static KernelPredicate type(
            Condition condition, boolean opposite, Function<FdType, String> shown) {
        ValuePredicate passes = Predicates.of(condition);
        Set<FdKind> kinds = EnumSet.noneOf(FdKind.class);
        for (FdType type : FdType.values()) {
            if (type != FdType.UNKNOWN && passes(passes, shown.apply(type)) != opposite) {
                kinds.addAll(FdKind.of(type));
            }
        }
        return kinds(kinds);
    }

    private static KernelPredicate kinds(Set<FdKind> kinds) {
        if (kinds.equals(FdKind.ALL)) {
            return KernelPredicate.ALWAYS;
        }
        List<Numbers.Range> codes = new ArrayList<>();
        for (FdKind kind : kinds) {
            codes.add(new Numbers.Range(kind.code(), kind.code()));
        }
        return new IsNumber(Subject.KIND, new Numbers(codes), false);
    }

    /** Which of a socket's two ports it is has been found out by events; an unknown one is 0. */
    private static KernelPredicate port(Condition condition, boolean opposite) {
        Numbers numbers = NumbersOf.condition(condition);
        if (numbers == null) {
            return KernelPredicate.ALWAYS;
        }
        Numbers ports = opposite ? numbers.complement() : numbers;
        return ports.has(0)
                ? kinds(EnumSet.of(FdKind.INTERNET))
                : new IsNumber(Subject.PORT, ports.widened(KernelPredicate.MOST_MEMBERS), false);
    }

    private static boolean passes(ValuePredicate predicate, String text) {
        FieldValue value = new FieldValue();
        value.begin(FieldType.TEXT);
        value.bytes(text.getBytes(US_ASCII));
        return predicate.test(value, 0);
    }
}

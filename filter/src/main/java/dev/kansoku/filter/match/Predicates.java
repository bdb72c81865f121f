// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.filter.match;

import dev.kansoku.filter.field.FieldType;
import dev.kansoku.filter.syntax.Operator;
import dev.kansoku.filter.syntax.Quantifier;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Makes conditions ready: chooses, by how many literals there are, how each is answered. */
public final class Predicates {
    /** From how many texts on one pass over the value is quicker than one for each. */
    private static final int WORTH_AN_AUTOMATON = 3;

    /** Up to how many numbers trying each is quickest. */
    private static final int FEW_NUMBERS = 6;

    private Predicates() {}

    /** A predicate for one thread. */
    public static ValuePredicate of(Condition condition) {
        return switch (condition) {
            case Condition.Fixed fixed -> new FixedPredicate(fixed.holds());
            case Condition.Whole whole -> whole(whole);
            case Condition.WholeBetween between ->
                    new NumberPredicate.Between(between.from(), between.to(), between.unsigned());
            case Condition.AmongWhole among -> numbers(among.numbers());
            case Condition.Real real -> new NumberPredicate.Real(real.operator(), real.bound());
            case Condition.RealBetween between ->
                    new NumberPredicate.RealBetween(between.from(), between.to());
            case Condition.Text text ->
                    text.operator() == Operator.EQUAL
                            ? new BytesPredicate.Equal(text.bound().array())
                            : new BytesPredicate.Ordered(text.operator(), text.bound().array());
            case Condition.TextBetween between ->
                    new BytesPredicate.Between(between.from().array(), between.to().array());
            case Condition.AmongTexts among -> new ByteSet(arrays(among.texts()));
            case Condition.Contains contains -> contains(contains);
            case Condition.StartsWith starts ->
                    new BytesPredicate.StartsWith(starts.prefix().array());
            case Condition.EndsWith ends -> new BytesPredicate.EndsWith(ends.suffix().array());
            case Condition.Shell shell ->
                    shell.anyCase()
                            ? new Glob(shell.pattern().array(), true)
                            : Glob.test(shell.pattern().array());
            case Condition.Regex regex -> new RegexPredicate(regex.expression(), regex.whole());
            case Condition.Below below -> new PathTree(arrays(below.paths()));
            case Condition.InNets nets -> new NetSet(nets.nets());
            case Condition.AddressBetween between ->
                    new AddressRange(between.from().array(), between.to().array());
            case Condition.Quantified quantified ->
                    new CombinedPredicate(quantified.quantifier(), all(quantified.conditions()));
            case Condition.Negated negated -> new NegatedPredicate(of(negated.condition()));
            case Condition.ByType byType -> byType(byType);
        };
    }

    private static ValuePredicate whole(Condition.Whole whole) {
        if (whole.operator() == Operator.EQUAL) {
            return new NumberPredicate.Equal(whole.bound());
        }
        return whole.unsigned()
                ? new NumberPredicate.Unsigned(whole.operator(), whole.bound())
                : new NumberPredicate.Signed(whole.operator(), whole.bound());
    }

    private static ValuePredicate numbers(List<Long> numbers) {
        long[] wanted = numbers.stream().mapToLong(Long::longValue).toArray();
        return wanted.length <= FEW_NUMBERS
                ? new NumberPredicate.OneOf(wanted)
                : new NumberSet(wanted);
    }

    private static ValuePredicate contains(Condition.Contains contains) {
        List<byte[]> parts = arrays(contains.parts());
        if (parts.size() >= WORTH_AN_AUTOMATON) {
            return new AhoCorasick(parts, contains.anyCase());
        }
        List<ValuePredicate> each = new ArrayList<>();
        for (byte[] part : parts) {
            each.add(
                    contains.anyCase()
                            ? new BytesPredicate.ContainsAnyCase(part)
                            : new BytesPredicate.Contains(part));
        }
        return each.size() == 1 ? each.getFirst() : new CombinedPredicate(Quantifier.ANYOF, each);
    }

    private static ValuePredicate byType(Condition.ByType byType) {
        Map<FieldType, ValuePredicate> tests = new EnumMap<>(FieldType.class);
        byType.conditions().forEach((type, condition) -> tests.put(type, of(condition)));
        return new DynamicPredicate(tests);
    }

    private static List<ValuePredicate> all(List<Condition> conditions) {
        List<ValuePredicate> all = new ArrayList<>();
        for (Condition condition : conditions) {
            all.add(of(condition));
        }
        return all;
    }

    private static List<byte[]> arrays(List<Bytes> values) {
        return values.stream().map(Bytes::array).toList();
    }
}

package dev.kansoku.filter.compile;

import dev.kansoku.filter.field.Extractor;
import dev.kansoku.filter.field.FieldValue;
import dev.kansoku.filter.match.Condition;
import dev.kansoku.filter.match.PairPredicate;
import dev.kansoku.filter.match.Predicates;
import dev.kansoku.filter.match.ValuePredicate;
import dev.kansoku.filter.plan.Plan;
import dev.kansoku.filter.plan.Value;
import dev.kansoku.filter.plan.ValueExtractors;
import java.lang.constant.ClassDesc;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The objects that a generated class holds in its static final fields. What two checks have in
 * common is there once: since only one event is looked at at a time, they can share it.
 */
final class Constants {
    private final ValueExtractors<?> extractors;
    private final List<Object> objects = new ArrayList<>();
    private final List<Constant> all = new ArrayList<>();
    private final Map<Key, Constant> byKey = new HashMap<>();

    /** A static field of the generated class. */
    record Constant(String name, ClassDesc type) {}

    /** What a constant is for: an extractor, a scratch value or a predicate of something. */
    private record Key(Class<?> type, Object of) {}

    Constants(ValueExtractors<?> extractors) {
        this.extractors = extractors;
    }

    Constant extractor(Value value) {
        return once(Extractor.class, value, () -> extractors.of(value));
    }

    /** Where a value is taken to. */
    Constant scratch(Value value) {
        return once(FieldValue.class, value, FieldValue::new);
    }

    Constant predicate(Condition condition) {
        return once(ValuePredicate.class, condition, () -> Predicates.of(condition));
    }

    Constant pair(Plan.Pair pair) {
        return once(
                PairPredicate.class,
                pair,
                () -> new PairPredicate(pair.operator(), pair.left().type(), pair.right().type()));
    }

    private Constant once(Class<?> type, Object of, Supplier<Object> object) {
        Key key = new Key(type, of);
        Constant there = byKey.get(key);
        if (there != null) {
            return there;
        }
        Constant made = constant(type, object.get());
        byKey.put(key, made);
        return made;
    }

    Constant constant(Class<?> type, Object object) {
        Constant constant = new Constant("c" + all.size(), type.describeConstable().orElseThrow());
        all.add(constant);
        objects.add(object);
        return constant;
    }

    List<Constant> all() {
        return all;
    }

    /** What the constants are, in the order of {@link #all}. */
    List<Object> objects() {
        return objects;
    }
}

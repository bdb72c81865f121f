// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.filter.compile;

import static java.lang.constant.ConstantDescs.CD_Class;
import static java.lang.constant.ConstantDescs.CD_MethodHandles;
import static java.lang.constant.ConstantDescs.CD_MethodHandles_Lookup;
import static java.lang.constant.ConstantDescs.CD_Object;
import static java.lang.constant.ConstantDescs.CD_String;
import static java.lang.constant.ConstantDescs.CLASS_INIT_NAME;
import static java.lang.constant.ConstantDescs.DEFAULT_NAME;
import static java.lang.constant.ConstantDescs.MTD_void;

import dev.kansoku.filter.field.Extractor;
import dev.kansoku.filter.field.FieldValue;
import dev.kansoku.filter.match.Condition;
import dev.kansoku.filter.match.PairPredicate;
import dev.kansoku.filter.match.Predicates;
import dev.kansoku.filter.match.ValuePredicate;
import dev.kansoku.filter.plan.Plan;
import dev.kansoku.filter.plan.Value;
import dev.kansoku.filter.plan.ValueExtractors;
import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassFile;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
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
    private static final ClassDesc OBJECTS = Object[].class.describeConstable().orElseThrow();
    private static final MethodTypeDesc LOOKUP = MethodTypeDesc.of(CD_MethodHandles_Lookup);
    private static final MethodTypeDesc CLASS_DATA =
            MethodTypeDesc.of(CD_Object, CD_MethodHandles_Lookup, CD_String, CD_Class);

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

    /** Writes the fields of a class, and the initialiser that fills them from the class data. */
    void write(ClassDesc type, ClassBuilder builder) {
        for (Constant constant : all) {
            builder.withField(
                    constant.name(),
                    constant.type(),
                    ClassFile.ACC_STATIC | ClassFile.ACC_FINAL | ClassFile.ACC_PRIVATE);
        }
        builder.withMethodBody(
                CLASS_INIT_NAME,
                MTD_void,
                ClassFile.ACC_STATIC,
                code -> {
                    code.invokestatic(CD_MethodHandles, "lookup", LOOKUP);
                    code.loadConstant(DEFAULT_NAME).loadConstant(OBJECTS);
                    code.invokestatic(CD_MethodHandles, "classData", CLASS_DATA);
                    code.checkcast(OBJECTS).astore(0);
                    for (int i = 0; i < all.size(); i++) {
                        code.aload(0).loadConstant(i).aaload().checkcast(all.get(i).type());
                        code.putstatic(type, all.get(i).name(), all.get(i).type());
                    }
                    code.return_();
                });
    }

    /** What the class data of the class is. */
    List<Object> objects() {
        return objects;
    }
}

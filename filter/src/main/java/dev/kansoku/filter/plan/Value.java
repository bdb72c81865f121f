// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.filter.plan;

import dev.kansoku.filter.field.FieldDefinition;
import dev.kansoku.filter.field.FieldType;
import dev.kansoku.filter.match.Bytes;
import dev.kansoku.filter.syntax.Calculation;
import dev.kansoku.filter.syntax.Function;
import dev.kansoku.filter.syntax.Operand.Slice.Range;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Where the values of one side of a check come from. Two are equal where they are the same. */
public sealed interface Value {
    /** What its values are. */
    FieldType type();

    /** Whether a missing value is a list without values rather than one value. */
    boolean list();

    /** Adds the fields that it takes values from. */
    void fields(Set<FieldDefinition> into);

    /** A field of the event. */
    record Field(FieldDefinition definition, @Nullable String argument) implements Value {
        @Override
        public FieldType type() {
            return definition.type();
        }

        @Override
        public boolean list() {
            return definition.list();
        }

        @Override
        public void fields(Set<FieldDefinition> into) {
            into.add(definition);
        }
    }

    /** A text that the filter has. */
    record Text(Bytes text) implements Value {
        @Override
        public FieldType type() {
            return FieldType.TEXT;
        }

        @Override
        public boolean list() {
            return false;
        }

        @Override
        public void fields(Set<FieldDefinition> into) {}
    }

    /** A number that the filter has. */
    record Number(FieldType type, long number) implements Value {
        @Override
        public boolean list() {
            return false;
        }

        @Override
        public void fields(Set<FieldDefinition> into) {}
    }

    /** A function of other values. */
    record Applied(Function function, List<Value> arguments, FieldType type, boolean list)
            implements Value {
        public Applied {
            arguments = List.copyOf(arguments);
        }

        @Override
        public void fields(Set<FieldDefinition> into) {
            arguments.forEach(argument -> argument.fields(into));
        }
    }

    /** Bytes of another value. */
    record Slice(Value of, List<Range> ranges) implements Value {
        public Slice {
            ranges = List.copyOf(ranges);
        }

        @Override
        public FieldType type() {
            return of.type();
        }

        @Override
        public boolean list() {
            return of.list();
        }

        @Override
        public void fields(Set<FieldDefinition> into) {
            of.fields(into);
        }
    }

    /** A number made of two others. */
    record Calculated(Calculation calculation, Value left, Value right, FieldType type)
            implements Value {
        @Override
        public boolean list() {
            return false;
        }

        @Override
        public void fields(Set<FieldDefinition> into) {
            left.fields(into);
            right.fields(into);
        }
    }
}

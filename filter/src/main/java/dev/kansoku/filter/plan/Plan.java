// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.filter.plan;

import dev.kansoku.filter.field.FieldDefinition;
import dev.kansoku.filter.match.Condition;
import dev.kansoku.filter.match.Holding;
import dev.kansoku.filter.syntax.Operator;
import java.util.List;
import java.util.Set;

/** A filter, or a part of one, as it is to be evaluated. Two are equal where they ask the same. */
public sealed interface Plan {
    /** Adds the fields that it asks for. */
    void fields(Set<FieldDefinition> into);

    /** What needs no event to be known. */
    record Fixed(boolean holds) implements Plan {
        @Override
        public void fields(Set<FieldDefinition> into) {}
    }

    record All(List<Plan> terms) implements Plan {
        public All {
            terms = List.copyOf(terms);
        }

        @Override
        public void fields(Set<FieldDefinition> into) {
            terms.forEach(term -> term.fields(into));
        }
    }

    record Any(List<Plan> terms) implements Plan {
        public Any {
            terms = List.copyOf(terms);
        }

        @Override
        public void fields(Set<FieldDefinition> into) {
            terms.forEach(term -> term.fields(into));
        }
    }

    record Either(Plan left, Plan right) implements Plan {
        @Override
        public void fields(Set<FieldDefinition> into) {
            left.fields(into);
            right.fields(into);
        }
    }

    record Not(Plan term) implements Plan {
        @Override
        public void fields(Set<FieldDefinition> into) {
            term.fields(into);
        }
    }

    /** The event has the value. */
    record Exists(Value value) implements Plan {
        @Override
        public void fields(Set<FieldDefinition> into) {
            value.fields(into);
        }
    }

    /** As many of the values as it says meet the condition. */
    record Test(Value value, Holding holding, Condition condition) implements Plan {
        @Override
        public void fields(Set<FieldDefinition> into) {
            value.fields(into);
        }
    }

    /** Values of one side compared with those of another. */
    record Pair(Value left, Holding holding, Operator operator, Value right) implements Plan {
        @Override
        public void fields(Set<FieldDefinition> into) {
            left.fields(into);
            right.fields(into);
        }
    }
}

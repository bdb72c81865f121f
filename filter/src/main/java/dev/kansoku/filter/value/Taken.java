// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.filter.value;

import dev.kansoku.event.TextBuffer;
import dev.kansoku.filter.field.FieldValue;
import java.util.ArrayList;
import java.util.List;

/** An argument of a function with room for its values; they stay until they are taken again. */
final class Taken<C> {
    private final Input<C> input;
    private final FieldValue value = new FieldValue();

    Taken(Input<C> input) {
        this.input = input;
    }

    static <C> List<Taken<C>> all(List<Input<C>> inputs) {
        List<Taken<C>> all = new ArrayList<>(inputs.size());
        for (Input<C> input : inputs) {
            all.add(new Taken<>(input));
        }
        return all;
    }

    /** Takes the values of the event at hand; false where it has none. */
    boolean take(C context) {
        value.begin(input.type());
        return input.extractor().extract(context, value) && (input.list() || value.size() > 0);
    }

    FieldValue value() {
        return value;
    }

    /** Writes a value as text. */
    void write(int index, TextBuffer out) {
        switch (value.type()) {
            case TEXT, BYTES ->
                    out.put(value.bytes(index), value.offset(index), value.length(index));
            case ADDRESS, NET ->
                    Addresses.write(
                            value.bytes(index), value.offset(index), value.length(index), out);
            case UNSIGNED -> out.unsigned(value.numberAt(index));
            case BOOLEAN -> out.put(value.numberAt(index) != 0 ? "true" : "false");
            case SIGNED, RELATIVE_TIME, ABSOLUTE_TIME -> out.decimal(value.numberAt(index));
            case DOUBLE, DYNAMIC -> throw new IllegalStateException("no text of " + value.type());
        }
    }
}

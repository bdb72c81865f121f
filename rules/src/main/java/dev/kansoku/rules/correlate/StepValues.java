// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.rules.correlate;

import dev.kansoku.engine.EventContext;
import dev.kansoku.event.EventType;
import dev.kansoku.event.TextBuffer;
import dev.kansoku.filter.field.Extractor;
import dev.kansoku.filter.field.FieldArgumentException;
import dev.kansoku.filter.field.FieldCatalogue;
import dev.kansoku.filter.field.FieldDefinition;
import dev.kansoku.filter.field.FieldValue;
import dev.kansoku.filter.format.TextFormat;
import dev.kansoku.filter.syntax.FilterException;
import dev.kansoku.rules.MatchFields;
import dev.kansoku.rules.MatchFields.OfStep;
import dev.kansoku.rules.MatchValues;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * What has to be kept of the events of a sequence's steps, since the alert says it: the values of
 * the output's {@code seq1.proc.name} and the like. Belongs to one thread.
 */
final class StepValues {
    /** How many bytes of a text are kept. */
    static final int LONGEST = 512;

    /** How many values of all steps an output can ask for. */
    static final int MOST = 32;

    private final List<Kept> kept = new ArrayList<>();
    private final TextBuffer text = new TextBuffer();
    private final FieldValue value = new FieldValue();

    /**
     * A value of a step's event.
     *
     * @param key by which {@link MatchValues} knows it
     * @param step from 0 on
     * @param number takes it where it is a number
     * @param format writes it where it is none
     */
    private record Kept(
            String key,
            int step,
            FieldDefinition field,
            @Nullable Extractor<EventContext> number,
            TextFormat<EventContext> format) {}

    StepValues(String output, FieldCatalogue<EventContext> fields) throws FilterException {
        NotedFields noted = new NotedFields(new MatchFields(fields, new MatchValues()));
        TextFormat.compile("*" + output, noted);
        for (NotedFields.Note note : noted.notes) {
            String name = note.of().field();
            FieldDefinition field = fields.find(name);
            if (field != null && kept.size() < MOST) {
                String written = MatchFields.key(name, note.argument());
                kept.add(
                        new Kept(
                                MatchFields.key(note.name(), note.argument()),
                                note.of().step() - 1,
                                field,
                                MatchFields.isNumber(field)
                                        ? ShownField.of(written, fields).extractor()
                                        : null,
                                TextFormat.compile("%" + written, fields)));
            }
        }
    }

    int size() {
        return kept.size();
    }

    /** Keeps what is asked for of the event of a step. */
    void keep(int step, EventContext context, @Nullable Object[] into) {
        for (int i = 0; i < kept.size(); i++) {
            Kept wanted = kept.get(i);
            if (wanted.step() == step) {
                into[i] = taken(wanted, context);
            }
        }
    }

    private @Nullable Object taken(Kept wanted, EventContext context) {
        if (wanted.number() != null) {
            value.begin(wanted.field().type());
            return wanted.number().extract(context, value) ? value.numberAt(0) : null;
        }
        text.clear();
        return wanted.format().write(context, text)
                ? Arrays.copyOf(text.bytes(), Math.min(text.length(), LONGEST))
                : null;
    }

    /** Says what was kept of all steps. */
    void tell(@Nullable Object[] from, MatchValues to) {
        for (int i = 0; i < kept.size(); i++) {
            Object one = from[i];
            if (one != null) {
                to.put(kept.get(i).key(), one);
            }
        }
    }

    /** Notes which fields of steps are asked for. */
    private static final class NotedFields implements FieldCatalogue<EventContext> {
        private final MatchFields fields;
        private final List<Note> notes = new ArrayList<>();

        private record Note(String name, OfStep of, @Nullable String argument) {}

        NotedFields(MatchFields fields) {
            this.fields = fields;
        }

        @Override
        public List<FieldDefinition> all() {
            return fields.all();
        }

        @Override
        public @Nullable FieldDefinition find(String name) {
            return fields.find(name);
        }

        @Override
        public Extractor<EventContext> extractor(FieldDefinition field, @Nullable String argument)
                throws FieldArgumentException {
            Extractor<EventContext> extractor = fields.extractor(field, argument);
            OfStep of = OfStep.of(field.name());
            if (of != null) {
                Note note = new Note(field.name(), of, argument);
                if (!notes.contains(note)) {
                    notes.add(note);
                }
            }
            return extractor;
        }

        @Override
        public Collection<String> suggestions(FieldDefinition field) {
            return fields.suggestions(field);
        }

        @Override
        public @Nullable Extractor<EventType> byEventType(
                FieldDefinition field, @Nullable String argument) {
            return fields.byEventType(field, argument);
        }

        @Override
        public @Nullable ToIntFunction<EventContext> eventCode() {
            return fields.eventCode();
        }
    }
}

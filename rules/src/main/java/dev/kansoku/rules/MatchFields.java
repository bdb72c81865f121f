// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.rules;

import dev.kansoku.engine.EventContext;
import dev.kansoku.event.EventType;
import dev.kansoku.filter.field.Extractor;
import dev.kansoku.filter.field.FieldArgumentException;
import dev.kansoku.filter.field.FieldCatalogue;
import dev.kansoku.filter.field.FieldDefinition;
import dev.kansoku.filter.field.FieldDefinition.Argument;
import dev.kansoku.filter.field.FieldDefinition.NumberFormat;
import dev.kansoku.filter.field.FieldDefinition.Trait;
import dev.kansoku.filter.field.FieldType;
import dev.kansoku.filter.field.Lifetime;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The fields of events, and those that only a match has, for what alerts say: {@code
 * seq1.proc.name} is the {@code proc.name} of a sequence's first event, {@code threshold.count} how
 * much was counted. They are missing where a match has none.
 *
 * <p>Conditions are read with the fields of events alone.
 */
public final class MatchFields implements FieldCatalogue<EventContext> {
    /** How many matches, or different values, were counted. */
    public static final String COUNT = "threshold.count";

    /** Nanoseconds between a sequence's first event and its last. */
    public static final String DURATION = "sequence.duration";

    private static final String STEP = "seq";
    private static final List<FieldDefinition> OWN =
            List.of(
                    own(
                            COUNT,
                            FieldType.UNSIGNED,
                            "How many matches, or different values, a threshold counted."),
                    own(
                            DURATION,
                            FieldType.RELATIVE_TIME,
                            "Nanoseconds between a sequence's first event and its last."));

    private final FieldCatalogue<EventContext> events;
    private final MatchValues values;
    private final int steps;

    /**
     * @param events the fields of events
     * @param values what the match at hand has; fields as text and as programs read them share it
     */
    public MatchFields(FieldCatalogue<EventContext> events, MatchValues values) {
        this(events, values, Sequence.MOST_STEPS);
    }

    /**
     * @param steps of the sequence that the match is of
     */
    public MatchFields(FieldCatalogue<EventContext> events, MatchValues values, int steps) {
        this.events = events;
        this.values = values;
        this.steps = steps;
    }

    /** The fields of events alone. */
    public FieldCatalogue<EventContext> ofEvents() {
        return events;
    }

    /** A field of the event of one of a sequence's steps. */
    public record OfStep(int step, String field) {
        /**
         * Takes a name such as {@code seq1.proc.name} apart.
         *
         * @return null where it is none
         */
        public static @Nullable OfStep of(String name) {
            int dot = name.indexOf('.');
            if (!name.startsWith(STEP) || dot <= STEP.length() || dot > STEP.length() + 2) {
                return null;
            }
            int step = 0;
            for (int i = STEP.length(); i < dot; i++) {
                int digit = name.charAt(i) - '0';
                if (digit < 0 || digit > 9) {
                    return null;
                }
                step = step * 10 + digit;
            }
            return step == 0 ? null : new OfStep(step, name.substring(dot + 1));
        }
    }

    private static FieldDefinition own(String name, FieldType type, String description) {
        return new FieldDefinition(
                name,
                type,
                false,
                Argument.NONE,
                NumberFormat.DECIMAL,
                description,
                "",
                EnumSet.of(Trait.PRINT_ONLY));
    }

    @Override
    public List<FieldDefinition> all() {
        return Stream.concat(events.all().stream(), OWN.stream()).toList();
    }

    @Override
    public @Nullable FieldDefinition find(String name) {
        OfStep ofStep = OfStep.of(name);
        if (ofStep != null) {
            FieldDefinition field = ofStep.step() > steps ? null : events.find(ofStep.field());
            return field == null ? null : ofStep(name, field);
        }
        for (FieldDefinition own : OWN) {
            if (own.name().equals(name)) {
                return own;
            }
        }
        return events.find(name);
    }

    /** What is kept of an earlier event is a number or a text. */
    private static FieldDefinition ofStep(String name, FieldDefinition field) {
        Set<Trait> traits = EnumSet.of(Trait.PRINT_ONLY);
        traits.addAll(field.traits());
        return new FieldDefinition(
                name,
                isNumber(field) ? field.type() : FieldType.TEXT,
                false,
                field.argument(),
                field.format(),
                field.description(),
                "",
                traits);
    }

    /** Whether the value that is kept of a field of an event is a number. */
    public static boolean isNumber(FieldDefinition field) {
        return !field.list()
                && switch (field.type()) {
                    case SIGNED, UNSIGNED, BOOLEAN, RELATIVE_TIME, ABSOLUTE_TIME -> true;
                    case TEXT, BYTES, DOUBLE, ADDRESS, NET, DYNAMIC -> false;
                };
    }

    @Override
    public Extractor<EventContext> extractor(FieldDefinition field, @Nullable String argument)
            throws FieldArgumentException {
        OfStep ofStep = OfStep.of(field.name());
        if (ofStep == null && !OWN.contains(field)) {
            return events.extractor(field, argument);
        }
        if (ofStep != null) {
            FieldDefinition base = events.find(ofStep.field());
            if (base == null) {
                throw new FieldArgumentException("no field \"" + ofStep.field() + "\"");
            }
            events.extractor(base, argument); // says what is wrong with the argument
        }
        String key = key(field.name(), argument);
        return (_, out) -> {
            Object value = values.get(key);
            if (value instanceof Long number) {
                out.number(number);
            } else if (value instanceof byte[] text) {
                out.bytes(text);
            }
            return value != null;
        };
    }

    /** How {@link MatchValues} calls a field. */
    public static String key(String name, @Nullable String argument) {
        return argument == null ? name : name + "[" + argument + "]";
    }

    private static boolean isOwn(FieldDefinition field) {
        return OWN.contains(field) || OfStep.of(field.name()) != null;
    }

    @Override
    public @Nullable String complaint(FieldDefinition field, String literal) {
        return isOwn(field) ? null : events.complaint(field, literal);
    }

    @Override
    public Collection<String> suggestions(FieldDefinition field) {
        return isOwn(field) ? List.of() : events.suggestions(field);
    }

    @Override
    public @Nullable Substitute substitute(FieldDefinition field, List<String> literals) {
        return isOwn(field) ? null : events.substitute(field, literals);
    }

    @Override
    public Lifetime lifetime(FieldDefinition field) {
        return isOwn(field) ? Lifetime.EVENT : events.lifetime(field);
    }

    @Override
    public @Nullable Extractor<EventType> byEventType(
            FieldDefinition field, @Nullable String argument) {
        return isOwn(field) ? null : events.byEventType(field, argument);
    }

    @Override
    public @Nullable Extractor<byte[]> byCallName(
            FieldDefinition field, @Nullable String argument) {
        return isOwn(field) ? null : events.byCallName(field, argument);
    }

    @Override
    public @Nullable ToIntFunction<EventContext> eventCode() {
        return events.eventCode();
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.filter.field;

import java.util.Set;

/**
 * One row of the field catalogue.
 *
 * @param name such as {@code proc.aname}
 * @param type of its value
 * @param list whether one event can have several values of it, of which a check needs one
 * @param argument whether it takes an argument in brackets or after a dot
 * @param format how a number is shown
 * @param description for people, in one or two sentences
 * @param example a filter that asks for it, such as {@code proc.aname[2] = sshd}; empty where there
 *     is none
 * @param traits what it can not be used for, and what its argument is
 */
public record FieldDefinition(
        String name,
        FieldType type,
        boolean list,
        Argument argument,
        NumberFormat format,
        String description,
        String example,
        Set<Trait> traits) {
    public FieldDefinition {
        traits = Set.copyOf(traits);
    }

    /** A field without an example and of no peculiarities. */
    public FieldDefinition(
            String name,
            FieldType type,
            boolean list,
            Argument argument,
            NumberFormat format,
            String description) {
        this(name, type, list, argument, format, description, "", Set.of());
    }

    /** Whether a field takes an argument. */
    public enum Argument {
        NONE,
        OPTIONAL,
        REQUIRED
    }

    /** What a field can not be used for in the family's tools, and what its argument is. */
    public enum Trait {
        /** It can not be what another field is compared with. */
        NO_RIGHT_SIDE,
        /** It is for filters, not for formats. */
        FILTER_ONLY,
        /** It is for formats, not for filters. */
        PRINT_ONLY,
        /** No function takes it. */
        NO_TRANSFORMER,
        /** It is meant for columns of tables. */
        TABLE_ONLY,
        /** Its argument may be a number. */
        INDEX_ARGUMENT,
        /** Its argument may be a name. */
        KEY_ARGUMENT
    }

    /** How a field's number is shown. */
    public enum NumberFormat {
        DECIMAL,
        HEXADECIMAL,
        OCTAL,
        /** Decimal with leading zeros up to nine digits. */
        NINE_DIGITS
    }

    /** The class in front of the dot, such as {@code proc}. */
    public String fieldClass() {
        int dot = name.indexOf('.');
        return dot < 0 ? name : name.substring(0, dot);
    }

    /** By the name, which a catalogue has once: the start of a run need not read all the rest. */
    @Override
    public int hashCode() {
        return name.hashCode();
    }
}

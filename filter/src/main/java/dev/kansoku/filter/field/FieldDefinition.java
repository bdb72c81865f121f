package dev.kansoku.filter.field;

/**
 * One row of the field catalogue.
 *
 * @param name such as {@code proc.aname}
 * @param type of its value
 * @param list whether one event can have several values of it, of which a check needs one
 * @param argument whether it takes an argument in brackets or after a dot
 * @param format how a number is shown
 * @param description for people, in one or two sentences
 */
public record FieldDefinition(
        String name,
        FieldType type,
        boolean list,
        Argument argument,
        NumberFormat format,
        String description) {
    /** Whether a field takes an argument. */
    public enum Argument {
        NONE,
        OPTIONAL,
        REQUIRED
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
}

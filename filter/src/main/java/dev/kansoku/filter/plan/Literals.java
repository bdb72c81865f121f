// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.filter.plan;

import dev.kansoku.filter.field.FieldType;
import dev.kansoku.filter.match.Bytes;
import dev.kansoku.filter.match.Net;
import dev.kansoku.filter.match.Numbers;
import dev.kansoku.filter.syntax.Dialect;
import dev.kansoku.filter.syntax.Operand.Literal;
import org.jspecify.annotations.Nullable;

/** How a dialect reads a literal that is compared with a value of some type; null is no such. */
interface Literals {
    /** A whole number, a time in nanoseconds, or 1 and 0 for true and false. */
    @Nullable Long whole(FieldType type, Literal literal);

    @Nullable Double real(Literal literal);

    /** Text, or bytes. */
    @Nullable Bytes bytes(FieldType type, Literal literal);

    default @Nullable Net net(Literal literal) {
        return Net.parse(literal.text());
    }

    /** What a literal for a field of this type may be, to be told where one is not. */
    String hint(String field, FieldType type);

    /** How a dialect reads them. */
    static Literals of(Dialect dialect) {
        return switch (dialect) {
            case SYSDIG -> new Sysdig();
            case WIRESHARK -> new WiresharkLiterals();
        };
    }

    /** How sysdig and Falco read them: times are nanoseconds unless they have a unit. */
    final class Sysdig implements Literals {
        @Override
        public @Nullable Long whole(FieldType type, Literal literal) {
            String text = literal.text();
            return switch (type) {
                case BOOLEAN ->
                        switch (text) {
                            case "true", "1" -> 1L;
                            case "false", "0" -> 0L;
                            default -> null;
                        };
                case UNSIGNED -> Numbers.unsigned(text);
                case RELATIVE_TIME -> Numbers.relativeTime(text);
                case ABSOLUTE_TIME -> Numbers.absoluteTime(text);
                default -> Numbers.signed(text);
            };
        }

        @Override
        public @Nullable Double real(Literal literal) {
            return Numbers.real(literal.text());
        }

        @Override
        public Bytes bytes(FieldType type, Literal literal) {
            return new Bytes(literal.bytes());
        }

        @Override
        public String hint(String field, FieldType type) {
            return switch (type) {
                case BOOLEAN -> field + " is true or false";
                case UNSIGNED -> field + " is a whole number, never negative";
                case RELATIVE_TIME ->
                        field
                                + " is in nanoseconds, or with a unit: 1500, 10us, 1.5ms, 2s, 5m,"
                                + " 1h";
                case ABSOLUTE_TIME -> field + " is in nanoseconds, or such as 2026-01-31T23:59:59Z";
                case ADDRESS, NET ->
                        field + " takes addresses and nets: 10.0.0.1, 10.0.0.0/8, ::1, fe80::/10";
                default -> field + " is a whole number";
            };
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.filter.plan;

import dev.kansoku.filter.field.FieldType;
import dev.kansoku.filter.match.Bytes;
import dev.kansoku.filter.match.Net;
import dev.kansoku.filter.match.WiresharkNumbers;
import dev.kansoku.filter.syntax.Operand.Literal;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/** How Wireshark reads literals: durations are seconds, moments are dates. */
final class WiresharkLiterals implements Literals {
    @Override
    public @Nullable Long whole(FieldType type, Literal literal) {
        return WiresharkNumbers.whole(type, literal, ZoneId.systemDefault());
    }

    @Override
    public @Nullable Double real(Literal literal) {
        return WiresharkNumbers.real(literal);
    }

    @Override
    public @Nullable Bytes bytes(FieldType type, Literal literal) {
        byte[] bytes = WiresharkNumbers.bytes(type, literal);
        return bytes == null ? null : new Bytes(bytes);
    }

    @Override
    public @Nullable Net net(Literal literal) {
        return WiresharkNumbers.net(literal);
    }

    @Override
    public String hint(String field, FieldType type) {
        return switch (type) {
            case BOOLEAN -> field + " is True or False";
            case UNSIGNED -> field + " is a whole number, never negative";
            case RELATIVE_TIME -> field + " is in seconds: 0.0015, 2";
            case ABSOLUTE_TIME -> field + " is a moment such as \"2026-01-31T23:59:59Z\"";
            case BYTES -> field + " takes text in quotes, or bytes such as 47:45:54";
            case TEXT -> field + " takes text in quotes";
            case ADDRESS, NET ->
                    field + " takes addresses and nets: 10.0.0.1, 10.0.0.0/8, ::1, fe80::/10";
            default -> field + " is a whole number";
        };
    }
}

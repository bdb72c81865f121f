// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.filter.syntax;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a check does with a field's value. */
public enum Operator {
    EXISTS("exists", Operands.NONE),
    EQUAL("=", Operands.ONE_OR_QUANTIFIED),
    NOT_EQUAL("!=", Operands.ONE_OR_QUANTIFIED),
    LESS("<", Operands.ONE),
    LESS_OR_EQUAL("<=", Operands.ONE),
    GREATER(">", Operands.ONE),
    GREATER_OR_EQUAL(">=", Operands.ONE),
    CONTAINS("contains", Operands.ONE_OR_QUANTIFIED),
    /** Contains, whatever the case of ASCII letters. */
    ICONTAINS("icontains", Operands.ONE_OR_QUANTIFIED),
    /** Contains the bytes that are written in hexadecimal. */
    BCONTAINS("bcontains", Operands.ONE_OR_QUANTIFIED),
    STARTSWITH("startswith", Operands.ONE_OR_QUANTIFIED),
    /** Starts with the bytes that are written in hexadecimal. */
    BSTARTSWITH("bstartswith", Operands.ONE_OR_QUANTIFIED),
    ENDSWITH("endswith", Operands.ONE_OR_QUANTIFIED),
    GLOB("glob", Operands.ONE_OR_QUANTIFIED),
    IGLOB("iglob", Operands.ONE_OR_QUANTIFIED),
    /** RE2 syntax, anchored at both ends. */
    REGEX("regex", Operands.ONE_OR_QUANTIFIED),
    IN("in", Operands.LIST),
    INTERSECTS("intersects", Operands.LIST),
    /** The path is one of the list or lies below one. */
    PMATCH("pmatch", Operands.LIST),
    /** All values are equal to it; only Wireshark's dialect writes it. */
    ALL_EQUAL("===", Operands.ONE),
    /** A value is not equal to it; only Wireshark's dialect writes it. */
    ANY_NOT_EQUAL("!==", Operands.ONE),
    /**
     * Text has a match of a Perl expression, whatever the case; only Wireshark's dialect writes it.
     */
    MATCHES("matches", Operands.ONE);

    /** What stands to the right of an operator. */
    public enum Operands {
        NONE,
        ONE,
        /** One value, or {@code oneof}, {@code anyof} or {@code allof} and a list. */
        ONE_OR_QUANTIFIED,
        LIST
    }

    private final String symbol;
    private final Operands operands;

    Operator(String symbol, Operands operands) {
        this.symbol = symbol;
        this.operands = operands;
    }

    /** As sysdig's dialect writes it where it has it; {@code ==} is read as {@code =}. */
    public String symbol() {
        return symbol;
    }

    public Operands operands() {
        return operands;
    }

    /** Whether it is made of letters, and so needs a blank around it. */
    public boolean isWord() {
        return Character.isLetter(symbol.charAt(0));
    }

    /** Whether it compares sizes. */
    public boolean isOrder() {
        return this == LESS || this == LESS_OR_EQUAL || this == GREATER || this == GREATER_OR_EQUAL;
    }

    /** Whether only Wireshark's dialect has it. */
    public boolean isWiresharkOnly() {
        return this == ALL_EQUAL || this == ANY_NOT_EQUAL || this == MATCHES;
    }

    /** The operator of sysdig's dialect that is made of these letters, or null. */
    static @Nullable Operator named(String word) {
        for (Operator operator : values()) {
            if (operator.isWord() && !operator.isWiresharkOnly() && operator.symbol.equals(word)) {
                return operator;
            }
        }
        return null;
    }

    /** The operators of sysdig's dialect. */
    public static List<String> symbols() {
        List<String> symbols = new ArrayList<>();
        for (Operator operator : values()) {
            if (!operator.isWiresharkOnly()) {
                symbols.add(operator.symbol);
            }
        }
        return symbols;
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.filter.syntax;

/** What is made of two numbers, as Wireshark's dialect writes it. */
public enum Calculation {
    ADD("+"),
    SUBTRACT("-"),
    MULTIPLY("*"),
    DIVIDE("/"),
    REMAINDER("%"),
    BIT_AND("&");

    private final String symbol;

    Calculation(String symbol) {
        this.symbol = symbol;
    }

    public String symbol() {
        return symbol;
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.report;

import java.nio.charset.StandardCharsets;

/** The colours of terminals that reports use. */
public enum Colour {
    RESET("0"),
    RED("31"),
    GREEN("32"),
    YELLOW("33"),
    BLUE("34"),
    CYAN("36");

    private final byte[] sequence;

    Colour(String code) {
        sequence = ("\u001b[" + code + "m").getBytes(StandardCharsets.US_ASCII);
    }

    byte[] sequence() {
        return sequence;
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.engine.redact;

import java.util.ArrayList;
import java.util.List;

/** How much was redacted. */
final class RedactionCounts {
    private final Redaction redaction;
    private long payloads;
    private long environments;
    private long arguments;
    private long matches;

    RedactionCounts(Redaction redaction) {
        this.redaction = redaction;
    }

    void payload() {
        payloads++;
    }

    void environment() {
        environments++;
    }

    void arguments() {
        arguments++;
    }

    void matches(int more) {
        matches += more;
    }

    /** Of each kind that was asked for. */
    String text() {
        List<String> parts = new ArrayList<>();
        if (redaction.payload()) {
            parts.add(payloads + " payloads");
        }
        if (redaction.environment()) {
            parts.add(environments + " environments");
        }
        if (redaction.arguments()) {
            parts.add(arguments + " argument lists");
        }
        if (!redaction.patterns().isEmpty()) {
            parts.add(matches + " matches of patterns");
        }
        return "redacted: " + String.join(", ", parts);
    }
}

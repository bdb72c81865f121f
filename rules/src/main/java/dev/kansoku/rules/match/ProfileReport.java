// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.rules.match;

import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.json.JsonFactory;

/** What rules cost, as a table and as JSON. */
public final class ProfileReport {
    /** How many checks of a rule the table shows. */
    private static final int CHECKS = 3;

    /** How much of a check's words the table shows. */
    private static final int WIDTH = 90;

    private static final String ROW = "%12s %12s %10s %8s  %s";

    private ProfileReport() {}

    /** A line for each rule that was asked, the most expensive first, with its dearest checks. */
    public static List<String> table(ProfilingMatcher matcher) {
        List<String> lines = new ArrayList<>();
        lines.add(row("asked", "passed", "ms", "ns each", "rule and its dearest checks"));
        int idle = 0;
        for (RuleProfile profile : matcher.profiles()) {
            if (profile.cost().asked() == 0) {
                idle++;
                continue;
            }
            lines.add(row(profile.cost(), profile.rule().name()));
            List<RuleProfile.Check> checks = profile.checks();
            for (RuleProfile.Check check : checks.subList(0, Math.min(CHECKS, checks.size()))) {
                lines.add(row(check.cost(), "  " + cut(check.text())));
            }
        }
        lines.add(
                String.format(
                        Locale.ROOT,
                        "%,d events; %d %s asked nothing; times are estimates from one event in"
                                + " %d",
                        matcher.events(),
                        idle,
                        idle == 1 ? "rule was" : "rules were",
                        ProfilingMatcher.SAMPLE));
        return lines;
    }

    private static String row(Cost cost, String name) {
        boolean timed = cost.timed() > 0;
        return row(
                Long.toString(cost.asked()),
                Long.toString(cost.passed()),
                timed ? String.format(Locale.ROOT, "%.2f", cost.nanos() / 1e6) : "-",
                timed ? Long.toString(cost.nanos() / Math.max(1, cost.asked())) : "-",
                name);
    }

    private static String row(String asked, String passed, String ms, String each, String name) {
        return String.format(Locale.ROOT, ROW, asked, passed, ms, each, name);
    }

    private static String cut(String text) {
        return text.length() <= WIDTH ? text : text.substring(0, WIDTH - 3) + "...";
    }

    /** A line for each rule, asked or not, with all its checks that were asked. */
    public static List<String> json(ProfilingMatcher matcher) {
        List<String> lines = new ArrayList<>();
        JsonFactory factory = new JsonFactory();
        for (RuleProfile profile : matcher.profiles()) {
            StringWriter text = new StringWriter();
            try (JsonGenerator json = factory.createGenerator(text)) {
                json.writeStartObject();
                json.writeStringProperty("rule", profile.rule().name());
                write(profile.cost(), json);
                json.writeArrayPropertyStart("checks");
                for (RuleProfile.Check check : profile.checks()) {
                    json.writeStartObject();
                    json.writeStringProperty("check", check.text());
                    write(check.cost(), json);
                    json.writeEndObject();
                }
                json.writeEndArray();
                json.writeEndObject();
            }
            lines.add(text.toString());
        }
        return lines;
    }

    private static void write(Cost cost, JsonGenerator json) {
        json.writeNumberProperty("asked", cost.asked());
        json.writeNumberProperty("passed", cost.passed());
        json.writeNumberProperty("ns", cost.nanos());
        json.writeNumberProperty("timed", cost.timed());
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.filter;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.code_intelligence.jazzer.mutation.annotation.NotNull;
import com.code_intelligence.jazzer.mutation.annotation.WithUtf8Length;
import dev.kansoku.event.TextBuffer;
import dev.kansoku.filter.format.TextFormat;
import dev.kansoku.filter.match.Net;
import dev.kansoku.filter.match.Numbers;
import dev.kansoku.filter.match.RegexLimits;
import dev.kansoku.filter.syntax.Dialect;
import dev.kansoku.filter.syntax.Expression;
import dev.kansoku.filter.syntax.FilterException;
import dev.kansoku.filter.syntax.SysdigParser;
import dev.kansoku.filter.syntax.SysdigPrinter;
import dev.kansoku.filter.syntax.UntranslatableException;
import dev.kansoku.filter.syntax.WiresharkParser;
import java.util.Map;

/**
 * What a person may type, made up by a fuzzer that sees which code it reaches. Whatever it is, it
 * is read, or refused with a place within it.
 */
class FilterFuzz {
    private static final TestFields FIELDS = new TestFields();
    private static final Map<String, Object> EVENT =
            Map.of("proc.name", "cat", "fd.num", 3L, "evt.type", "openat", "fd.name", "/etc/hosts");

    /** All of the others on one text: what {@code ./verify} runs for a moment. */
    @FuzzTest(maxDuration = "15s")
    void everything(@NotNull @WithUtf8Length(max = 2000) String text)
            throws FilterException, UntranslatableException {
        sysdigParser(text);
        wiresharkParser(text);
        sysdigFilter(text);
        wiresharkFilter(text);
        format(text);
        literals(text);
    }

    @FuzzTest(maxDuration = "1h")
    void sysdigParser(@NotNull @WithUtf8Length(max = 2000) String text)
            throws FilterException, UntranslatableException {
        Expression read;
        try {
            read = SysdigParser.parse(text, new SysdigParser.Options(100, true));
        } catch (FilterException e) {
            refused(e, text);
            return;
        }
        String printed = SysdigPrinter.print(read);
        String again = SysdigPrinter.print(SysdigParser.parse(printed, SysdigParser.Options.RULE));
        if (!printed.equals(again)) {
            throw new AssertionError(printed + " became " + again);
        }
    }

    @FuzzTest(maxDuration = "1h")
    void wiresharkParser(@NotNull @WithUtf8Length(max = 2000) String text) {
        try {
            WiresharkParser.parse(text, name -> FIELDS.find(name) != null);
        } catch (FilterException e) {
            refused(e, text);
        }
    }

    @FuzzTest(maxDuration = "1h")
    void sysdigFilter(@NotNull @WithUtf8Length(max = 2000) String text) {
        evaluate(text, Dialect.SYSDIG);
    }

    @FuzzTest(maxDuration = "1h")
    void wiresharkFilter(@NotNull @WithUtf8Length(max = 2000) String text) {
        evaluate(text, Dialect.WIRESHARK);
    }

    private static void evaluate(String text, Dialect dialect) {
        try {
            Expression read =
                    switch (dialect) {
                        case SYSDIG -> SysdigParser.parse(text);
                        case WIRESHARK ->
                                WiresharkParser.parse(text, name -> FIELDS.find(name) != null);
                    };
            var plan = Filter.plan(read, dialect, text, FIELDS);
            boolean interpreted =
                    Filter.of(plan, FIELDS, Filter.Evaluation.INTERPRETED).matches(EVENT);
            boolean compiled = Filter.of(plan, FIELDS, Filter.Evaluation.COMPILED).matches(EVENT);
            if (interpreted != compiled) {
                throw new AssertionError("interpreted " + interpreted + ", compiled " + compiled);
            }
        } catch (FilterException e) {
            refused(e, text);
        }
    }

    @FuzzTest(maxDuration = "1h")
    void format(@NotNull @WithUtf8Length(max = 2000) String text) {
        try {
            TextFormat.compile(text, FIELDS).write(EVENT, new TextBuffer());
        } catch (FilterException e) {
            refused(e, text);
        }
    }

    @FuzzTest(maxDuration = "1h")
    void literals(@NotNull @WithUtf8Length(max = 200) String text) {
        Numbers.signed(text);
        Numbers.unsigned(text);
        Numbers.real(text);
        Numbers.relativeTime(text);
        Numbers.absoluteTime(text);
        Net.parse(text);
        RegexLimits.complaint(text);
    }

    private static void refused(FilterException e, String text) {
        if (e.where().from() < 0 || e.where().from() > text.length() || e.report().isEmpty()) {
            throw new AssertionError("refused at " + e.where() + " of " + text.length(), e);
        }
    }
}

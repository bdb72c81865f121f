// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.report;

import dev.kansoku.engine.EventContext;
import dev.kansoku.event.Event;
import dev.kansoku.event.Parameter;
import dev.kansoku.event.TextBuffer;
import dev.kansoku.filter.syntax.FilterException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Says in words what one event is: the call, its arguments and flags, its result. */
public final class Explanation implements Report {
    private static final int NAME = 14;

    private final String wanted;
    private final ReportSetting setting;
    private final EventText head;
    private final EventText error;
    private final FieldNumber latency;
    private final boolean json;
    private boolean done;

    Explanation(String wanted, ReportSetting setting) throws FilterException {
        this.wanted = wanted;
        this.setting = setting;
        json = setting.json();
        head = EventText.of("*%evt.num %evt.time %proc.name (%thread.tid) %evt.type", setting);
        error = EventText.of("%evt.res.name", setting);
        latency = FieldNumber.of("evt.latency", setting.text());
    }

    /** What a call of some name does, or null for one that is not known. */
    public static @Nullable String ofCall(String name) {
        return WordTable.CALLS.of(name);
    }

    /** Which events it takes: that of a number, or those of a name. */
    static String filter(String wanted) {
        boolean number = !wanted.isEmpty() && wanted.chars().allMatch(Character::isDigit);
        return number ? "evt.num=" + wanted : "evt.type=" + wanted + " and evt.dir=<";
    }

    @Override
    public boolean accept(EventContext context, Page page) {
        done = true;
        TextBuffer out = page.text();
        Event event = context.event();
        String words = ofCall(event.type().isGeneric() ? name(context) : event.type().name());
        if (json) {
            object(context, words, out);
            return false;
        }
        head.write(context, out);
        out.put('\n');
        if (words != null) {
            out.put(words).put('\n');
        }
        if (!event.type().isExit()) {
            out.put("This event is of the call's beginning.\n");
        }
        for (Parameter parameter : event.type().form(event.parameterCount()).parameters()) {
            String value = text("evt.arg." + parameter.name(), context);
            if (!value.isEmpty()) {
                out.put("    ");
                Column.put(parameter.name(), NAME, out);
                out.put(value).put('\n');
                for (String flag : flags(value)) {
                    out.put(" ".repeat(NAME + 6)).put(flag).put('\n');
                }
            }
        }
        result(context, out);
        return false;
    }

    private void result(EventContext context, TextBuffer out) {
        TextBuffer text = new TextBuffer();
        if (error.write(context, text)) {
            String name = text.toString();
            String why = WordTable.ERRORS.of(name);
            boolean well = name.equals("SUCCESS");
            out.put(well ? "It succeeded" : "It failed with " + name);
            out.put(why == null ? "" : ": " + why);
            long took = latency.read(context);
            if (took > 0) {
                out.put(well ? ", in " : ", after ");
                Unit.TIME.write(took, 0, out);
            }
            out.put(".\n");
        }
    }

    private static List<String> flags(String value) {
        List<String> flags = new ArrayList<>();
        for (String word : value.split("[^A-Z_0-9]+", -1)) {
            String meaning = WordTable.FLAGS.of(word);
            if (meaning != null) {
                flags.add(word + ": " + meaning);
            }
        }
        return flags;
    }

    private String name(EventContext context) {
        return text("evt.type", context);
    }

    /** One event is explained in a run: its fields need not be made ready before. */
    private String text(String field, EventContext context) {
        TextBuffer text = new TextBuffer();
        try {
            return EventText.of("%" + field, setting).write(context, text) ? text.toString() : "";
        } catch (FilterException e) {
            throw new IllegalStateException(field, e);
        }
    }

    private void object(EventContext context, @Nullable String words, TextBuffer out) {
        out.put("{\"report\":\"explain\",\"event\":");
        TextBuffer text = new TextBuffer();
        head.write(context, text);
        Json.text(text.toString(), out);
        out.put(",\"what\":");
        Json.text(words == null ? "" : words, out);
        out.put(",\"args\":");
        Json.text(text("evt.args", context).strip(), out);
        String name = text("evt.res.name", context);
        String why = WordTable.ERRORS.of(name);
        out.put(",\"result\":");
        Json.text(name, out);
        out.put(",\"why\":");
        Json.text(why == null ? "" : why, out);
        out.put("}\n");
    }

    @Override
    public void end(EventContext context, Page page, Period period) {
        if (!done && !json) {
            String words = ofCall(wanted);
            page.put(words == null ? "" : wanted + ": " + words + "\n");
            page.put("No such event passed.\n");
        }
    }
}

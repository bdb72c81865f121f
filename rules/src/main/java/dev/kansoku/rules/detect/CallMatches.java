// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.rules.detect;

import dev.kansoku.engine.EventContext;
import dev.kansoku.event.Category;
import dev.kansoku.event.Event;
import dev.kansoku.event.EventType;
import dev.kansoku.rules.Rule;
import dev.kansoku.rules.match.MatchListener;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Tells of a call that is seen when it begins and when it ends once for each rule: at the beginning
 * where the rule matches that already, else at the end. Belongs to the thread that matches.
 */
public final class CallMatches implements MatchListener {
    /** Calls that may go on at the same time; the longest of more may be told of twice. */
    static final int MOST_CALLS = 1 << 14;

    private final MatchListener next;

    /** The rules that were told of the beginning of the call that a thread is in. */
    private final Map<Long, Begun> begun =
            new LinkedHashMap<>() {
                @Override
                protected boolean removeEldestEntry(Map.Entry<Long, Begun> eldest) {
                    return size() > MOST_CALLS;
                }
            };

    private record Begun(int code, long number, List<Rule> rules) {}

    /**
     * @param next is told of the matches that remain
     */
    public CallMatches(MatchListener next) {
        this.next = next;
    }

    @Override
    public void matched(Rule rule, EventContext context) throws IOException {
        Event event = context.event();
        if (!event.type().isExit()) {
            if (event.type().is(Category.Origin.SYSCALL)) {
                begun(event).rules().add(rule);
            }
        } else if (!begun.isEmpty() && wasTold(rule, event)) {
            return;
        }
        next.matched(rule, context);
    }

    private Begun begun(Event enter) {
        Begun call = begun.get(enter.tid());
        if (call == null || call.number() != enter.number()) {
            call = new Begun(enter.code(), enter.number(), new ArrayList<>(1));
            begun.put(enter.tid(), call);
        }
        return call;
    }

    private boolean wasTold(Rule rule, Event exit) {
        Begun call = begun.get(exit.tid());
        if (call == null || call.code() != (exit.code() & ~1)) {
            return false;
        }
        for (Rule told : call.rules()) {
            if (told.name().equals(rule.name())) { // also where it was exchanged for itself
                return true;
            }
        }
        return false;
    }

    /** The event at hand has been shown to all rules. */
    void passed(Event event) {
        if (!begun.isEmpty()) {
            EventType type = event.type();
            if (type.isExit() && type.is(Category.Origin.SYSCALL)) {
                begun.remove(event.tid());
            }
        }
    }
}

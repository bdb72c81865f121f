// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.rules.match;

import dev.kansoku.engine.EventContext;
import dev.kansoku.event.EventTable;
import dev.kansoku.filter.Filter;
import dev.kansoku.filter.field.FieldCatalogue;
import dev.kansoku.rules.Rule;
import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * Asks one rule after the other, those alone that the event's type lets match. What {@link
 * FusedMatcher} is compared with in tests and benchmarks; nothing else uses it.
 */
public final class FilterMatcher implements RuleMatcher {
    private record Entry(Rule rule, Filter<EventContext> filter) {}

    private final Entry[][] byCode = new Entry[EventTable.size()][];
    private final BitSet eventTypes = new BitSet();
    private final Matching matching;

    /**
     * @param fields the ones that the rules' conditions were made with
     */
    public FilterMatcher(List<Rule> rules, FieldCatalogue<EventContext> fields, Matching matching) {
        this.matching = matching;
        List<Entry> entries = new ArrayList<>();
        for (Rule rule : rules) {
            Filter<EventContext> filter = Filter.of(rule.condition(), fields);
            entries.add(new Entry(rule, filter));
            eventTypes.or(filter.eventTypes());
        }
        for (int code = 0; code < byCode.length; code++) {
            int wanted = code;
            byCode[code] =
                    entries.stream()
                            .filter(entry -> entry.filter().eventTypes().get(wanted))
                            .toArray(Entry[]::new);
        }
    }

    @Override
    public void match(EventContext context, MatchListener listener) throws IOException {
        for (Entry entry : byCode[context.event().code()]) {
            if (entry.filter().matches(context)) {
                listener.matched(entry.rule(), context);
                if (matching == Matching.FIRST && !entry.rule().behaviour().looksOn()) {
                    return;
                }
            }
        }
    }

    @Override
    public BitSet eventTypes() {
        return (BitSet) eventTypes.clone();
    }
}

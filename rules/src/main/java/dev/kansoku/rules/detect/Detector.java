// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.rules.detect;

import dev.kansoku.engine.EventContext;
import dev.kansoku.engine.Sink;
import dev.kansoku.engine.convert.ExitsOnly;
import dev.kansoku.rules.match.MatchListener;
import dev.kansoku.rules.match.RuleMatcher;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Shows each event to the rules. The rules may be exchanged while it runs, by any thread: the next
 * event is shown to the new ones.
 */
public final class Detector implements Sink {
    private final MatchListener listener;
    private final @Nullable CallMatches calls;
    private final boolean hides;
    private volatile RuleMatcher matcher;

    /** Of events that tell of calls when they end, and of some when they begin too. */
    public Detector(RuleMatcher matcher, MatchListener listener) {
        this(matcher, listener, Beginnings.ONCE);
    }

    /**
     * @param beginnings what is shown of the beginnings of calls
     */
    public Detector(RuleMatcher matcher, MatchListener listener, Beginnings beginnings) {
        this.matcher = matcher;
        this.calls = beginnings == Beginnings.ONCE ? new CallMatches(listener) : null;
        this.listener = calls == null ? listener : calls;
        this.hides = beginnings == Beginnings.HIDDEN;
    }

    @Override
    public boolean accept(EventContext context) throws IOException {
        if (hides && ExitsOnly.isFolded(context.event().code())) {
            return true;
        }
        matcher.match(context, listener);
        if (calls != null) {
            calls.passed(context.event());
        }
        return true;
    }

    /** Has events from now on shown to other rules. */
    public void exchange(RuleMatcher other) {
        matcher = other;
    }
}

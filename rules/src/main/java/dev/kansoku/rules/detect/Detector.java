package dev.kansoku.rules.detect;

import dev.kansoku.engine.EventContext;
import dev.kansoku.engine.Sink;
import dev.kansoku.rules.match.MatchListener;
import dev.kansoku.rules.match.RuleMatcher;
import java.io.IOException;

/**
 * Shows each event to the rules. The rules may be exchanged while it runs, by any thread: the next
 * event is shown to the new ones.
 */
public final class Detector implements Sink {
    private final MatchListener listener;
    private volatile RuleMatcher matcher;

    public Detector(RuleMatcher matcher, MatchListener listener) {
        this.matcher = matcher;
        this.listener = listener;
    }

    @Override
    public boolean accept(EventContext context) throws IOException {
        matcher.match(context, listener);
        return true;
    }

    /** Has events from now on shown to other rules. */
    public void exchange(RuleMatcher other) {
        matcher = other;
    }
}

package dev.kansoku.rules.detect;

import dev.kansoku.engine.EventContext;
import dev.kansoku.engine.Sink;
import dev.kansoku.engine.convert.ExitsOnly;
import dev.kansoku.rules.match.MatchListener;
import dev.kansoku.rules.match.RuleMatcher;
import java.io.IOException;

/**
 * Shows each event to the rules. The rules may be exchanged while it runs, by any thread: the next
 * event is shown to the new ones.
 */
public final class Detector implements Sink {
    private final CallMatches listener;
    private final boolean enters;
    private volatile RuleMatcher matcher;

    /** Of events that tell of calls when they end, and of some when they begin too. */
    public Detector(RuleMatcher matcher, MatchListener listener) {
        this(matcher, listener, true);
    }

    /**
     * @param enters whether beginnings of calls are shown to the rules; those of older captures say
     *     nothing that their ends do not say too
     */
    public Detector(RuleMatcher matcher, MatchListener listener, boolean enters) {
        this.matcher = matcher;
        this.listener = new CallMatches(listener);
        this.enters = enters;
    }

    @Override
    public boolean accept(EventContext context) throws IOException {
        if (enters || !ExitsOnly.isFolded(context.event().code())) {
            matcher.match(context, listener);
            listener.passed(context.event());
        }
        return true;
    }

    /** Has events from now on shown to other rules. */
    public void exchange(RuleMatcher other) {
        matcher = other;
    }
}

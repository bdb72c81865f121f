// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.rules.match;

import dev.kansoku.engine.EventContext;
import java.io.IOException;
import java.util.BitSet;

/** Says which rules of a set an event matches. Belongs to one thread. */
public interface RuleMatcher {
    /**
     * Tells the listener of each rule that the event at hand matches, in the order of the set; of
     * the first alone where that is how the set is matched, and of those before it that only look
     * on ({@link dev.kansoku.rules.Behaviour#looksOn}).
     */
    void match(EventContext context, MatchListener listener) throws IOException;

    /** The codes of the event types that some rule can match. */
    BitSet eventTypes();
}

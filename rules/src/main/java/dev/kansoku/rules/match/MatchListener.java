// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.rules.match;

import dev.kansoku.engine.EventContext;
import dev.kansoku.rules.Rule;
import java.io.IOException;

/** Takes what a {@link RuleMatcher} finds. */
@FunctionalInterface
public interface MatchListener {
    /** A rule matches the event at hand, which is valid until this returns. */
    void matched(Rule rule, EventContext context) throws IOException;
}

// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.rules.correlate;

import dev.kansoku.engine.EventContext;
import dev.kansoku.rules.Rule;
import dev.kansoku.rules.RuleCapture;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Records what happens around a match. */
@FunctionalInterface
public interface MatchRecorder {
    /**
     * Records around the event at hand.
     *
     * @return the file that it goes to, or null where nothing more is recorded
     */
    @Nullable String record(Rule rule, RuleCapture wanted, EventContext context) throws IOException;
}

// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.rules.output;

import java.util.concurrent.atomic.AtomicLong;

/** What is counted of one output. Thread-safe. */
final class Tally {
    final AtomicLong accepted = new AtomicLong();
    final AtomicLong sent = new AtomicLong();
    final AtomicLong refused = new AtomicLong();
    final AtomicLong dropped = new AtomicLong();
    final AtomicLong undelivered = new AtomicLong();
    final AtomicLong retries = new AtomicLong();
    final AtomicLong inFlight = new AtomicLong();
    final AtomicLong spilled = new AtomicLong();
    final AtomicLong everSpilled = new AtomicLong();
    final AtomicLong damagedBytes = new AtomicLong();
    volatile long recovered;
    volatile String trouble = "";

    OutputCounts counts(AlertOutput output, AlertQueue queue) {
        return new OutputCounts(
                output.name(),
                accepted.get(),
                recovered,
                sent.get(),
                refused.get(),
                dropped.get(),
                undelivered.get(),
                retries.get(),
                output.shortened(),
                queue.size() + inFlight.get(),
                spilled.get(),
                everSpilled.get(),
                damagedBytes.get(),
                queue.failing(),
                trouble);
    }
}

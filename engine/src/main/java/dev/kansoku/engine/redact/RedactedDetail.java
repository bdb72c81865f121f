// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.engine.redact;

import dev.kansoku.event.LiveDetail;
import dev.kansoku.event.TextBuffer;
import dev.kansoku.event.Truth;
import org.jspecify.annotations.Nullable;

/** What a live source knows beside an event's bytes, without what patterns match in paths. */
final class RedactedDetail implements LiveDetail {
    private final Eraser eraser;
    private final RedactionCounts counts;
    private @Nullable LiveDetail told;

    RedactedDetail(Eraser eraser, RedactionCounts counts) {
        this.eraser = eraser;
        this.counts = counts;
    }

    LiveDetail of(LiveDetail newTold) {
        told = newTold;
        return this;
    }

    private LiveDetail told() {
        LiveDetail now = told;
        if (now == null) {
            throw new IllegalStateException("asked before the first event");
        }
        return now;
    }

    @Override
    public long latency() {
        return told().latency();
    }

    @Override
    public boolean userStack(TextBuffer out) {
        return told().userStack(out);
    }

    @Override
    public boolean kernelStack(TextBuffer out) {
        return told().kernelStack(out);
    }

    @Override
    public Truth truth() {
        return told().truth();
    }

    @Override
    public long receiveQueue() {
        return told().receiveQueue();
    }

    @Override
    public long sendQueue() {
        return told().sendQueue();
    }

    @Override
    public boolean object(TextBuffer out) {
        int before = out.length();
        boolean known = told().object(out);
        counts.matches(eraser.erase(out.bytes(), before, out.length() - before, false));
        return known;
    }
}

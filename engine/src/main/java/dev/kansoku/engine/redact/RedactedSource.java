// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.engine.redact;

import dev.kansoku.engine.source.EventSource;
import dev.kansoku.engine.source.ForwardingSource;
import dev.kansoku.event.Event;
import dev.kansoku.event.LiveDetail;
import dev.kansoku.event.start.StartListener;
import java.io.IOException;

/**
 * Redacts what another source delivers. Events of which nothing is redacted pass as they are;
 * others become a copy, so that the source's own bytes stay. State, filters and names of later
 * events see what is left.
 */
public final class RedactedSource extends ForwardingSource {
    private static final byte UNIX = 1;

    /** Where the path is in a unix socket's address, and in the form that has both ends. */
    private static final int PATH_OF_ADDRESS = 1;

    private static final int PATH_OF_ENDS = 17;

    private final Redaction redaction;
    private final Eraser eraser;
    private final RedactionCounts counts;
    private final RedactedDetail detail;
    private boolean copied;

    public RedactedSource(EventSource origin, Redaction redaction) {
        super(origin);
        this.redaction = redaction;
        this.eraser = new Eraser(redaction.patterns());
        this.counts = new RedactionCounts(redaction);
        this.detail = new RedactedDetail(eraser, counts);
    }

    /** What was redacted so far, for people. */
    public String summary() {
        return counts.text();
    }

    @Override
    public boolean next(Event event, StartListener start) throws IOException {
        if (!origin.next(event, new RedactedTables(start, redaction, eraser, counts))) {
            return false;
        }
        copied = false;
        Treatment[] treatments = Treatment.of(event.type());
        int count = Math.min(treatments.length, event.parameterCount());
        for (int i = 0; i < count; i++) {
            if (treatments[i] != Treatment.NONE && event.length(i) > 0) {
                redact(event, i, treatments[i]);
            }
        }
        LiveDetail told = event.detail();
        if (told != null && eraser.hasPatterns()) {
            event.detail(detail.of(told));
        }
        return true;
    }

    private void redact(Event event, int parameter, Treatment treatment) {
        int length = event.length(parameter);
        switch (treatment) {
            case PAYLOAD -> {
                if (redaction.payload()) {
                    own(event);
                    Eraser.all(event.bytes(), event.offset(parameter), length);
                    counts.payload();
                } else {
                    match(event, parameter, 0, false);
                }
            }
            case ENVIRONMENT -> {
                if (redaction.environment()) {
                    own(event);
                    Eraser.values(event.bytes(), event.offset(parameter), length);
                    counts.environment();
                }
                matchTexts(event, parameter);
            }
            case ARGUMENTS -> {
                if (redaction.arguments()) {
                    own(event);
                    Eraser.texts(event.bytes(), event.offset(parameter), length);
                    counts.arguments();
                } else {
                    matchTexts(event, parameter);
                }
            }
            case BYTES -> match(event, parameter, 0, false);
            case TEXT -> matchTexts(event, parameter);
            case JSON -> match(event, parameter, 0, true);
            case ADDRESS -> matchPath(event, parameter, PATH_OF_ADDRESS);
            case ENDS -> matchPath(event, parameter, PATH_OF_ENDS);
            case NONE -> {}
        }
    }

    /** From here on the event's bytes are its own. */
    private void own(Event event) {
        if (!copied) {
            copied = true;
            LiveDetail told = event.detail();
            event.copyFrom(event);
            event.detail(told);
        }
    }

    private void matchPath(Event event, int parameter, int path) {
        if (event.length(parameter) > path && event.bytes()[event.offset(parameter)] == UNIX) {
            match(event, parameter, path, false);
        }
    }

    private void match(Event event, int parameter, int skipped, boolean quoted) {
        int length = event.length(parameter) - skipped;
        if (eraser.hasPatterns()
                && eraser.finds(event.bytes(), event.offset(parameter) + skipped, length)) {
            own(event);
            counts.matches(
                    eraser.erase(event.bytes(), event.offset(parameter) + skipped, length, quoted));
        }
    }

    /** Each text up to its NUL by itself, so that no match reaches into the next. */
    private void matchTexts(Event event, int parameter) {
        if (!eraser.hasPatterns()) {
            return;
        }
        int length = event.length(parameter);
        int begin = 0;
        while (begin < length) {
            int at = event.offset(parameter);
            int end = begin;
            while (end < length && event.bytes()[at + end] != 0) {
                end++;
            }
            if (eraser.finds(event.bytes(), at + begin, end - begin)) {
                own(event);
                counts.matches(
                        eraser.erase(
                                event.bytes(),
                                event.offset(parameter) + begin,
                                end - begin,
                                false));
            }
            begin = end + 1;
        }
    }
}

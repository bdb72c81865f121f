// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.cli.live;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Lines of a live source for the user: those of its start are kept, to be told in one, and later
 * ones are handed on as they come. Used by one thread.
 */
public final class SourceNotes implements Consumer<String> {
    private final Consumer<String> later;
    private final List<String> kept = new ArrayList<>();
    private boolean started;

    public SourceNotes(Consumer<String> later) {
        this.later = later;
    }

    @Override
    public void accept(String line) {
        if (started) {
            later.accept(line);
        } else {
            kept.add(line);
        }
    }

    /** The source has started. Returns the lines of its start. */
    public List<String> start() {
        started = true;
        return kept;
    }
}

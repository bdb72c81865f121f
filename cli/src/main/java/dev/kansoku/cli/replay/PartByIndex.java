// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.cli.replay;

import dev.kansoku.cli.option.TimePoint;
import dev.kansoku.cli.request.ReplayOptions;
import dev.kansoku.engine.IndexingState;
import dev.kansoku.engine.source.ScapSource;
import dev.kansoku.scap.CaptureIndex;
import dev.kansoku.scap.Resumption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What indexes tell of the part of a replay that is shown.
 *
 * @param last when the last event happened, where {@code --last} asks for it, else 0
 * @param resumption a place near the part's begin with what is known there; null where the captures
 *     are read from their begin
 */
record PartByIndex(long last, @Nullable Resumption resumption) {
    /** Of a capture that is larger, it is told that an index would help. */
    private static final long LARGE = 256 << 20;

    /**
     * Looks for the index of a capture that is read alone, and of the last of several.
     *
     * @param note takes lines for the user
     */
    static PartByIndex of(List<String> files, ReplayOptions options, Consumer<String> note)
            throws IOException {
        boolean alone = files.size() == 1 && !files.contains(ScapSource.STANDARD_INPUT);
        boolean begins = options.from() != null || options.fromEvent() > 0 || options.last() >= 0;
        if (!alone || !begins) {
            return new PartByIndex(options.last() >= 0 ? last(files, false, note) : 0, null);
        }
        Path file = Path.of(files.getFirst());
        CaptureIndex index = found(file, note);
        if (index == null && options.last() >= 0) {
            index = CaptureIndex.build(file, new IndexingState());
        } else if (index == null) {
            if (Files.size(file) > LARGE) {
                note.accept(
                        "all before the part is read first; kansoku index "
                                + file
                                + " makes later replays begin near it");
            }
            return new PartByIndex(0, null);
        }
        try {
            return new PartByIndex(index.last(), resumption(index, options));
        } catch (IOException e) {
            note.accept(CaptureIndex.fileOf(file) + " is not used: " + e.getMessage());
            return new PartByIndex(index.last(), null);
        }
    }

    private static @Nullable Resumption resumption(CaptureIndex index, ReplayOptions options)
            throws IOException {
        long first = index.firstCounted();
        if (first == 0) {
            return null;
        }
        TimePoint from = options.from();
        if (from != null) {
            return index.resumeAtTime(from.in(first));
        }
        return options.last() >= 0
                ? index.resumeAtTime(index.last() - options.last())
                : index.resumeAtEvent(options.fromEvent());
    }

    /** When the last event of some captures happened. */
    static long last(List<String> files, boolean merged, Consumer<String> note) throws IOException {
        long last = 0;
        for (String file : merged ? files : List.of(files.getLast())) {
            Path path = Path.of(file);
            CaptureIndex index = found(path, note);
            last = Math.max(last, (index == null ? CaptureIndex.build(path) : index).last());
        }
        return last;
    }

    /** The index beside a capture; null where there is none that can be used, which is told. */
    private static @Nullable CaptureIndex found(Path file, Consumer<String> note)
            throws IOException {
        return switch (CaptureIndex.find(file)) {
            case CaptureIndex.Found.Valid(CaptureIndex valid) -> valid;
            case CaptureIndex.Found.Absent() -> null;
            case CaptureIndex.Found.Stale(String reason) -> {
                note.accept(
                        CaptureIndex.fileOf(file)
                                + " is not used: "
                                + reason
                                + " (kansoku index makes it anew)");
                yield null;
            }
        };
    }
}

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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What indexes tell of the part of a replay that is shown.
 *
 * @param last when the last event happened, where {@code --last} asks for it, else 0
 * @param entry where reading begins
 */
record PartByIndex(long last, Entry entry) {
    /** Of a capture that is larger, it is told that an index would help. */
    private static final long LARGE = 256 << 20;

    /**
     * Where captures that follow each other are entered.
     *
     * @param place inside of one; null at the begin of one
     * @param first when the first event of all happened that counts; 0 at the begin of the first
     * @param files those behind that place
     */
    record Entry(@Nullable Resumption place, long first, List<String> files) {
        static Entry atBegin(List<String> files) {
            return new Entry(null, 0, files);
        }
    }

    /**
     * Looks for the index of a capture that is read alone, and for those of several in sequence.
     *
     * @param note takes lines for the user
     */
    static PartByIndex of(List<String> files, ReplayOptions options, Consumer<String> note)
            throws IOException {
        boolean begins = options.from() != null || options.fromEvent() > 0 || options.last() >= 0;
        if (!begins || files.contains(ScapSource.STANDARD_INPUT)) {
            return new PartByIndex(0, Entry.atBegin(files));
        }
        if (files.size() > 1) {
            long last = options.last() >= 0 ? last(files, false, note) : 0;
            return new PartByIndex(last, sequence(files, options, last, note));
        }
        Path file = Path.of(files.getFirst());
        CaptureIndex index = found(file, note);
        if (index == null && options.last() >= 0) {
            index = CaptureIndex.build(file, new IndexingState());
        } else if (index == null) {
            suggestFor(files, note);
            return new PartByIndex(0, Entry.atBegin(files));
        }
        long last = index.last();
        try {
            return new PartByIndex(last, entry(List.of(index), options, last, files));
        } catch (IOException e) {
            note.accept(CaptureIndex.fileOf(file) + " is not used: " + e.getMessage());
            return new PartByIndex(last, Entry.atBegin(files));
        }
    }

    private static Entry sequence(
            List<String> files, ReplayOptions options, long last, Consumer<String> note)
            throws IOException {
        List<CaptureIndex> indexes = allFound(files, note);
        if (indexes.isEmpty()) {
            suggestFor(files, note);
            return Entry.atBegin(files);
        }
        if (!indexes.stream().skip(1).allMatch(CaptureIndex::standsAlone)) {
            return Entry.atBegin(files);
        }
        try {
            return entry(indexes, options, last, files);
        } catch (IOException e) {
            note.accept("the indexes are not used: " + e.getMessage());
            return Entry.atBegin(files);
        }
    }

    /** Where to enter captures that follow each other, so that all of the part is met. */
    private static Entry entry(
            List<CaptureIndex> indexes, ReplayOptions options, long last, List<String> files)
            throws IOException {
        long first =
                indexes.stream()
                        .mapToLong(CaptureIndex::firstCounted)
                        .filter(time -> time != 0)
                        .findFirst()
                        .orElse(0);
        if (first == 0) {
            return Entry.atBegin(files);
        }
        if (options.from() == null && options.last() < 0) {
            // events have numbers of their own in each capture: the part begins in the first
            Resumption place = indexes.getFirst().resumeAtEvent(options.fromEvent());
            return new Entry(
                    place, place == null ? 0 : first, place == null ? files : rest(files, 0));
        }
        long from = begin(options, first, last);
        int at = 0;
        while (at < indexes.size() - 1 && indexes.get(at).last() < from) {
            at++;
        }
        for (int i = at; i >= 0; i--) {
            CaptureIndex index = indexes.get(i);
            Resumption place = index.resumeAtTime(from);
            if (place != null && place.previous() != 0) {
                return new Entry(place.withFirst(first), first, rest(files, i));
            }
            if (place != null) {
                place.close();
            }
            if (i > 0 && i < at && index.firstCounted() != 0) {
                return new Entry(null, first, files.subList(i, files.size()));
            }
        }
        return Entry.atBegin(files);
    }

    private static List<String> rest(List<String> files, int entered) {
        return files.subList(entered + 1, files.size());
    }

    private static long begin(ReplayOptions options, long first, long last) {
        TimePoint from = options.from();
        return from != null ? from.in(first) : last - options.last();
    }

    /**
     * Where captures that are merged are entered, by their place among the files: what comes before
     * the part is read of those alone that have no index, or begin near it. Empty where the part's
     * numbers could not be told.
     *
     * @param last when the last event happened
     */
    static Map<Integer, Resumption> ofMerged(
            List<String> files, ReplayOptions options, long last, Consumer<String> note)
            throws IOException {
        if ((options.from() == null && options.last() < 0)
                || files.contains(ScapSource.STANDARD_INPUT)) {
            return Map.of();
        }
        List<CaptureIndex> indexes = allFound(files, note);
        if (indexes.isEmpty()) {
            suggestFor(files, note);
        }
        if (!indexes.stream().allMatch(CaptureIndex::numbersEveryEvent)) {
            return Map.of();
        }
        long first =
                indexes.stream()
                        .mapToLong(CaptureIndex::firstCounted)
                        .filter(time -> time != 0)
                        .min()
                        .orElse(0);
        if (first == 0) {
            return Map.of();
        }
        Map<Integer, Resumption> places = new HashMap<>();
        try {
            for (int i = 0; i < files.size(); i++) {
                Resumption place = indexes.get(i).resumeBeforeTime(begin(options, first, last));
                if (place != null) {
                    places.put(i, place.withFirst(first));
                }
            }
        } catch (IOException e) {
            for (Resumption place : places.values()) {
                place.close();
            }
            note.accept("the indexes are not used: " + e.getMessage());
            return Map.of();
        }
        return places;
    }

    /** The index of each capture; none where one of them has none that can be used. */
    private static List<CaptureIndex> allFound(List<String> files, Consumer<String> note)
            throws IOException {
        List<CaptureIndex> indexes = new ArrayList<>();
        for (String file : files) {
            CaptureIndex index = found(Path.of(file), note);
            if (index == null) {
                return List.of();
            }
            indexes.add(index);
        }
        return indexes;
    }

    private static void suggestFor(List<String> files, Consumer<String> note) throws IOException {
        long size = 0;
        for (String file : files) {
            size += Files.size(Path.of(file));
        }
        if (size > LARGE) {
            note.accept(
                    "all before the part is read first; kansoku index "
                            + String.join(" ", files)
                            + " makes later replays begin near it");
        }
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

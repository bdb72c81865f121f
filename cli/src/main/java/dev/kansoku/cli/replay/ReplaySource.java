// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.cli.replay;

import dev.kansoku.cli.console.ExitStatus;
import dev.kansoku.cli.console.Failure;
import dev.kansoku.cli.console.Interruption;
import dev.kansoku.cli.console.Output;
import dev.kansoku.cli.console.Printable;
import dev.kansoku.cli.replay.PartByIndex.Entry;
import dev.kansoku.cli.request.ReplayOptions;
import dev.kansoku.cli.request.ReplayRequest;
import dev.kansoku.engine.source.EventSource;
import dev.kansoku.engine.source.FollowedSource;
import dev.kansoku.engine.source.MergedSource;
import dev.kansoku.engine.source.ScapSource;
import dev.kansoku.scap.Resumption;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The captures of a replay as one source.
 *
 * @param source where the events come from
 * @param cut which of them are shown, null for all
 */
public record ReplaySource(EventSource source, @Nullable Cut cut) {
    /**
     * Opens them as far as that is done beforehand.
     *
     * @param note takes lines for the user
     * @param progress is told how far it is, where that is asked for
     */
    public static ReplaySource open(
            ReplayRequest request,
            Interruption interruption,
            Consumer<String> note,
            PrintStream progress)
            throws Failure {
        ReplayOptions options = request.options();
        long most = request.selection().mostNanos();
        try {
            if (options.follow()) {
                FollowedSource followed = FollowedSource.open(Path.of(request.files().getFirst()));
                interruption.onInterrupt(followed::stop);
                if (most != Long.MAX_VALUE) {
                    interruption.after(most, followed::stop);
                }
                Cut cut = options.isPart() ? new Cut(options, 0, Long.MAX_VALUE) : null;
                return new ReplaySource(followed, cut);
            }
            if (options.isPart()) {
                return part(request, note, progress);
            }
            EventSource source =
                    options.merge()
                            ? new MergedSource(request.files(), isApart(request))
                            : captures(request, Entry.atBegin(request.files()), progress);
            return new ReplaySource(
                    most != Long.MAX_VALUE ? new TimeLimit(source, most) : source, null);
        } catch (FileNotFoundException | NoSuchFileException e) {
            throw new Failure(ExitStatus.FAILURE, Printable.line("cannot read " + e.getMessage()));
        } catch (IOException e) {
            throw new Failure(ExitStatus.FAILURE, Printable.line(e.getMessage()));
        }
    }

    private static ReplaySource part(
            ReplayRequest request, Consumer<String> note, PrintStream progress) throws IOException {
        ReplayOptions options = request.options();
        List<String> files = request.files();
        long most = request.selection().mostNanos();
        if (options.merge()) {
            long last = options.last() >= 0 ? PartByIndex.last(files, true, note) : 0;
            Cut cut = new Cut(options, last, most);
            if (!isApart(request)) {
                return new ReplaySource(new MergedSource(files, false), cut);
            }
            Map<Integer, Resumption> places = PartByIndex.ofMerged(files, options, last, note);
            if (!places.isEmpty()) {
                cut.resume(
                        places.values().iterator().next().first(),
                        places.values().stream().mapToLong(Resumption::previous).max().orElse(0));
            }
            return new ReplaySource(new MergedSource(files, places), cut);
        }
        PartByIndex part = PartByIndex.of(files, options, note);
        Cut cut = new Cut(options, part.last(), most);
        Entry entry = part.entry();
        Resumption place = entry.place();
        if (entry.first() != 0) {
            cut.resume(entry.first(), place == null ? entry.first() : place.previous());
        }
        return new ReplaySource(captures(request, entry, progress), cut);
    }

    /** Whether captures that are merged are systems of their own: a recording has one. */
    private static boolean isApart(ReplayRequest request) {
        return request.selection().recording() == null;
    }

    private static EventSource captures(ReplayRequest request, Entry entry, PrintStream progress)
            throws IOException {
        Resumption place = entry.place();
        ScapSource captures =
                place == null
                        ? new ScapSource(entry.files())
                        : new ScapSource(place, entry.files());
        return request.selection().progress()
                ? new Progress(captures, request.files(), progress, Output.notesGoToTerminal())
                : captures;
    }
}

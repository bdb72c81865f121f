// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.cli.replay;

import dev.kansoku.cli.console.ExitStatus;
import dev.kansoku.cli.console.Failure;
import dev.kansoku.cli.console.Interruption;
import dev.kansoku.cli.console.Output;
import dev.kansoku.cli.console.Printable;
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
                return new ReplaySource(followed, cut(options, request, Long.MAX_VALUE, note));
            }
            if (options.isPart() && !options.merge() && !request.exitsOnly()) {
                PartByIndex part = PartByIndex.of(request.files(), options, note);
                Cut cut = new Cut(options, part.last(), most);
                Resumption resumption = part.resumption();
                if (resumption != null) {
                    cut.resume(resumption.first(), resumption.previous());
                }
                return new ReplaySource(captures(request, resumption, progress), cut);
            }
            EventSource source =
                    options.merge()
                            ? new MergedSource(
                                    request.files(), request.selection().recording() == null)
                            : captures(request, null, progress);
            Cut cut = cut(options, request, most, note);
            boolean limited = cut == null && most != Long.MAX_VALUE;
            return new ReplaySource(limited ? new TimeLimit(source, most) : source, cut);
        } catch (FileNotFoundException | NoSuchFileException e) {
            throw new Failure(ExitStatus.FAILURE, Printable.line("cannot read " + e.getMessage()));
        } catch (IOException e) {
            throw new Failure(ExitStatus.FAILURE, Printable.line(e.getMessage()));
        }
    }

    private static EventSource captures(
            ReplayRequest request, @Nullable Resumption resumption, PrintStream progress)
            throws IOException {
        ScapSource captures =
                resumption == null ? new ScapSource(request.files()) : new ScapSource(resumption);
        return request.selection().progress()
                ? new Progress(captures, request.files(), progress, Output.notesGoToTerminal())
                : captures;
    }

    private static @Nullable Cut cut(
            ReplayOptions options, ReplayRequest request, long most, Consumer<String> note)
            throws IOException {
        if (!options.isPart()) {
            return null;
        }
        long last =
                options.last() >= 0 ? PartByIndex.last(request.files(), options.merge(), note) : 0;
        return new Cut(options, last, most);
    }
}

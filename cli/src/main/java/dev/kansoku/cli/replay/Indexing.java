// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.cli.replay;

import dev.kansoku.cli.console.ExitStatus;
import dev.kansoku.engine.IndexingState;
import dev.kansoku.scap.CaptureIndex;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/** {@code kansoku index FILE...}: writes the index of each capture beside it. */
public final class Indexing {
    private static final double NANOS_PER_SECOND = 1e9;

    private Indexing() {}

    /**
     * Makes indexes, and goes on behind one that could not be made.
     *
     * @param lines takes what was done
     * @param faults takes what was not
     */
    public static int of(List<String> files, Consumer<String> lines, Consumer<String> faults) {
        int status = ExitStatus.SUCCESS;
        for (String file : files) {
            try {
                lines.accept(index(Path.of(file)));
            } catch (FileNotFoundException | NoSuchFileException e) {
                faults.accept("cannot read " + e.getMessage());
                status = ExitStatus.FAILURE;
            } catch (IOException e) {
                faults.accept(String.valueOf(e.getMessage()));
                status = ExitStatus.FAILURE;
            }
        }
        return status;
    }

    private static String index(Path file) throws IOException {
        CaptureIndex.Found found = CaptureIndex.find(file);
        if (found instanceof CaptureIndex.Found.Valid(CaptureIndex index)) {
            return file + ": the index is up to date: " + content(index);
        }
        long begin = System.nanoTime();
        CaptureIndex index = CaptureIndex.build(file, new IndexingState());
        index.write();
        String before =
                found instanceof CaptureIndex.Found.Stale(String reason)
                        ? ", made anew, since of the one before " + reason
                        : "";
        return String.format(
                Locale.ROOT,
                "%s: %s, in %.3f s%s",
                file,
                content(index),
                (System.nanoTime() - begin) / NANOS_PER_SECOND,
                before);
    }

    private static String content(CaptureIndex index) {
        return String.format(
                Locale.ROOT,
                "%d events in %.3f s of %d sections, %d places to begin at, %d of them with the"
                        + " state%s",
                index.events(),
                (index.last() - index.first()) / NANOS_PER_SECOND,
                index.sections(),
                index.checkpointCount(),
                index.stateCount(),
                index.skippedBlocks() > 0
                        ? "; " + index.skippedBlocks() + " blocks could not be read"
                        : "");
    }
}

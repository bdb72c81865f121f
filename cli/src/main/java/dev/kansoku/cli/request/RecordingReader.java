// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.cli.request;

import dev.kansoku.cli.console.UsageException;
import dev.kansoku.cli.option.Arguments;
import dev.kansoku.scap.ScapWriter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads how events are recorded. */
public final class RecordingReader {
    private static final List<String> OPTIONS =
            List.of(
                    "compress",
                    "file-size",
                    "file-seconds",
                    "file-events",
                    "files",
                    "keep-state",
                    "filter-proclist",
                    "compat");

    private static final long BYTES_PER_MEGABYTE = 1_000_000;
    private static final int MOST_FILES = 1_000_000;

    private RecordingReader() {}

    /** Null where nothing is recorded. */
    public static @Nullable Recording read(Arguments arguments) throws UsageException {
        String name = arguments.value("write");
        if (name == null) {
            for (String option : OPTIONS) {
                if (arguments.has(option)) {
                    throw new UsageException(
                            "option --" + option + " is for a recording (-w FILE)");
                }
            }
            return null;
        }
        if (name.isEmpty()) {
            throw new UsageException("option -w needs the name of a file");
        }
        ScapWriter.Compression compression = ScapWriter.Compression.ofName(name);
        if (arguments.has("compress") && compression == ScapWriter.Compression.NONE) {
            compression = ScapWriter.Compression.GZIP;
        }
        if (arguments.has("filter-proclist")) {
            requireFilter(arguments);
        }
        return new Recording(
                name,
                compression,
                rotation(arguments, name),
                arguments.has("keep-state"),
                CompatReader.read(arguments));
    }

    private static void requireFilter(Arguments arguments) throws UsageException {
        if (!arguments.has("read") || arguments.words().isEmpty()) {
            throw new UsageException("option --filter-proclist needs -r FILE and a filter");
        }
        if (arguments.has("keep-state")) {
            throw new UsageException(
                    "-F keeps all processes, --filter-proclist those that are referred to: only one"
                            + " of both is possible");
        }
    }

    private static Rotation rotation(Arguments arguments, String name) throws UsageException {
        Rotation rotation =
                new Rotation(
                        number(arguments, "file-size", Long.MAX_VALUE / BYTES_PER_MEGABYTE)
                                * BYTES_PER_MEGABYTE,
                        number(arguments, "file-seconds", Integer.MAX_VALUE),
                        number(arguments, "file-events", Long.MAX_VALUE),
                        (int) number(arguments, "files", MOST_FILES));
        if (rotation.files() > 0 && !rotation.happens()) {
            throw new UsageException(
                    "option -W needs -C, -G or -e, which say when the next file begins");
        }
        if (rotation.happens() && ScapWriter.isStandardOutput(name)) {
            throw new UsageException(
                    "-w - is standard output, which cannot go on in a new file (-C, -G, -e)");
        }
        String complaint = rotation.complaint(name);
        if (complaint != null) {
            throw new UsageException("option -w " + name + ": " + complaint);
        }
        return rotation;
    }

    private static long number(Arguments arguments, String option, long most)
            throws UsageException {
        return arguments.has(option) ? arguments.number(option, 1, most) : 0;
    }
}

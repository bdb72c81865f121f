package dev.kansoku.cli;

import dev.kansoku.scap.ScapWriter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads how events are recorded. */
final class RecordingReader {
    private static final List<String> OPTIONS = List.of("compress");

    private RecordingReader() {}

    /** Null where nothing is recorded. */
    static @Nullable Recording read(Arguments arguments) throws UsageException {
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
        return new Recording(name, compression);
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.engine.source;

import dev.kansoku.event.Event;
import dev.kansoku.event.start.StartListener;
import dev.kansoku.scap.Damage;
import dev.kansoku.scap.FollowedFile;
import dev.kansoku.scap.ScapReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A capture that is still being written: {@link #next} waits for more, until {@link #stop}. Used by
 * one thread, but for {@link #stop}.
 */
public final class FollowedSource implements EventSource {
    private final FollowedFile file;
    private @Nullable ScapReader reader;

    private FollowedSource(FollowedFile file) {
        this.file = file;
    }

    /** Opens a file, which may be empty as yet. */
    public static FollowedSource open(Path path) throws IOException {
        return new FollowedSource(FollowedFile.open(path));
    }

    /** Lets the source end behind what is there; any thread may call it. */
    public void stop() {
        file.stop();
    }

    @Override
    public boolean next(Event event, StartListener start) throws IOException {
        ScapReader from = reader;
        if (from == null) {
            from = ScapReader.follow(file);
            reader = from;
        }
        return from.next(event, start);
    }

    @Override
    public boolean ready() {
        return reader != null && reader.ready();
    }

    @Override
    public Losses losses() {
        ScapReader from = reader;
        return from == null
                ? Losses.NONE
                : Losses.ofCaptures(from.unknownTypes(), from.skippedBlocks(), from.skippedBytes());
    }

    @Override
    public List<String> faults() {
        return reader == null ? List.of() : reader.damages().stream().map(Damage::message).toList();
    }

    @Override
    public void close() throws IOException {
        if (reader != null) {
            reader.close();
        } else {
            file.close();
        }
    }
}

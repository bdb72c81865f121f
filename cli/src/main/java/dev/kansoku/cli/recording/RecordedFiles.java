// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.cli.recording;

import dev.kansoku.cli.console.OutputException;
import dev.kansoku.cli.request.Recording;
import dev.kansoku.cli.request.Rotation;
import dev.kansoku.event.Event;
import dev.kansoku.scap.DetailWriter;
import dev.kansoku.scap.ScapWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * The files of a recording, one at a time. Whoever uses it from two threads locks it: what it
 * writes waits in memory until enough has come together, or {@link #letGo} is called.
 */
final class RecordedFiles {
    private final Recording recording;
    private final ArrayDeque<String> ring = new ArrayDeque<>();
    private final DetailWriter details = new DetailWriter();
    private @Nullable ScapWriter writer;
    private String name;
    private int opened;
    private long head;
    private long events;
    private long first;

    RecordedFiles(Recording recording) {
        this.recording = recording;
        this.name = recording.isStandardOutput() ? "standard output" : recording.name();
    }

    /** Begins the one file of a recording that has no other. */
    ScapWriter open() throws OutputException {
        return create(recording.name());
    }

    /** Begins a file of this name, and ends the one before it. */
    ScapWriter begin(String file) throws OutputException {
        close();
        name = file;
        return create(file);
    }

    private ScapWriter create(String file) throws OutputException {
        try {
            ScapWriter begun = recording.create(file);
            writer = begun;
            return begun;
        } catch (IOException e) {
            throw new OutputException(name, e);
        }
    }

    /** The name of the file at hand, or of the one before where none is open. */
    String name() {
        return name;
    }

    /** Begins a file, and ends the one before it. */
    ScapWriter next(long timestamp) throws OutputException {
        close();
        Rotation rotation = recording.rotation();
        int index = rotation.files() == 0 ? opened : opened % rotation.files();
        opened++;
        name = rotation.name(recording.name(), index, timestamp);
        try {
            if (rotation.files() > 0) {
                makeRoom(rotation.files());
            }
            ScapWriter begun = recording.create(name);
            writer = begun;
            events = 0;
            head = 0;
            first = timestamp;
            return begun;
        } catch (IOException e) {
            throw new OutputException(name, e);
        }
    }

    /** Begins a section in the file at hand. */
    ScapWriter sectionBegins() {
        ScapWriter current = writer;
        if (current == null) {
            throw new IllegalStateException("no file is open");
        }
        current.section();
        return current;
    }

    /** The oldest file of the ring goes, unless the next one takes its name anyway. */
    private void makeRoom(int files) throws IOException {
        ring.remove(name);
        if (ring.size() >= files) {
            Path oldest = Path.of(ring.remove());
            if (Files.isRegularFile(oldest, LinkOption.NOFOLLOW_LINKS)) {
                Files.delete(oldest);
            }
        }
        ring.add(name);
    }

    /** What was written up to here tells of the beginning, not of what happened. */
    void headEnds() {
        head = size();
    }

    /** Whether the next event, of this time, belongs into another file. */
    boolean isFull(long timestamp) {
        return recording.rotation().isFull(size(), head, events, timestamp - first);
    }

    /** Bytes in the file at hand, 0 where none is open. */
    long size() {
        ScapWriter current = writer;
        if (current == null) {
            return 0;
        }
        boolean plain = recording.compression() == ScapWriter.Compression.NONE;
        return current.bytesWritten() + (plain ? current.bytesWaiting() : 0);
    }

    boolean isOpen() {
        return writer != null;
    }

    /** Writes an event that is counted. */
    void write(Event event) throws OutputException {
        events++;
        writeUncounted(event);
    }

    /** Writes an event that only carries state. */
    void writeUncounted(Event event) throws OutputException {
        ScapWriter current = writer;
        if (current == null) {
            return;
        }
        try {
            if (recording.older() == null) {
                details.write(event, current);
            }
            current.write(event);
        } catch (IOException e) {
            throw new OutputException(name, e);
        }
    }

    /** Hands what waits to the file; a failure is thrown by whatever is written next. */
    void letGo() {
        ScapWriter current = writer;
        if (current != null && current.bytesWaiting() > 0) {
            current.letGo();
        }
    }

    void close() throws OutputException {
        ScapWriter current = writer;
        writer = null;
        if (current == null) {
            return;
        }
        try {
            current.close();
        } catch (IOException e) {
            throw new OutputException(name, e);
        }
    }
}

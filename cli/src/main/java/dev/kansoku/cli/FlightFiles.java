package dev.kansoku.cli;

import dev.kansoku.event.Event;
import dev.kansoku.scap.ScapWriter;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/** The recordings of a flight recorder, one at a time. Not thread-safe. */
final class FlightFiles {
    private final Recording recording;
    private @Nullable ScapWriter writer;
    private String name;
    private int begun;

    FlightFiles(Recording recording) {
        this.recording = recording;
        this.name = recording.name();
    }

    boolean isOpen() {
        return writer != null;
    }

    /**
     * Begins one.
     *
     * @param timestamp of the match, nanoseconds since the epoch
     */
    ScapWriter begin(long timestamp) throws OutputException {
        begun++;
        name = name(recording.name(), begun, timestamp);
        try {
            ScapWriter created = recording.create(name);
            writer = created;
            return created;
        } catch (IOException e) {
            throw new OutputException(name, e);
        }
    }

    /** The name with the match's time in it where it has place for that, else with a number. */
    static String name(String base, int number, long timestamp) {
        if (base.indexOf('%') >= 0) {
            return TimePattern.format(
                    base, Instant.ofEpochSecond(0, timestamp).atZone(ZoneId.systemDefault()));
        }
        int slash = base.lastIndexOf('/');
        int dot = base.indexOf('.', slash + 2);
        return dot < 0
                ? base + "-" + number
                : base.substring(0, dot) + "-" + number + base.substring(dot);
    }

    void write(Event event) throws OutputException {
        ScapWriter current = writer;
        if (current == null) {
            return;
        }
        try {
            current.write(event);
        } catch (IOException e) {
            throw new OutputException(name, e);
        }
    }

    /** Hands what waits to the file. */
    void letGo() {
        ScapWriter current = writer;
        if (current != null && current.bytesWaiting() > 0) {
            current.letGo();
        }
    }

    /** Ends the one at hand; its name. */
    String end() throws OutputException {
        ScapWriter current = writer;
        writer = null;
        if (current != null) {
            try {
                current.close();
            } catch (IOException e) {
                throw new OutputException(name, e);
            }
        }
        return name;
    }
}

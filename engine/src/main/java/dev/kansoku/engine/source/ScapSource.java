// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.engine.source;

import dev.kansoku.event.Event;
import dev.kansoku.event.start.StartListener;
import dev.kansoku.scap.Damage;
import dev.kansoku.scap.Resumption;
import dev.kansoku.scap.ScapReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Captures, one after the other; events are numbered anew in each. A name of {@code -} is standard
 * input.
 */
public final class ScapSource implements EventSource {
    /** The name that standard input goes by. */
    public static final String STANDARD_INPUT = "-";

    private final List<String> names;
    private final List<String> faults = new ArrayList<>();
    private int opened;
    private @Nullable ScapReader reader;

    /** What is read after it, of the same capture. */
    private @Nullable ScapReader rest;

    /** Whether what is read may come slowly, such as from a pipe. */
    private boolean piped;

    /** Bytes of the captures that have been read. */
    private long finished;

    private long unknownTypes;
    private long skippedBlocks;
    private long skippedBytes;

    /** Captures to be read in this order; each is opened when its turn comes. */
    public ScapSource(List<String> names) {
        this.names = List.copyOf(names);
    }

    /**
     * One capture from a place inside of it: first what is known there, as a section of its own,
     * then its events.
     */
    public ScapSource(Resumption resumption) {
        this(resumption, List.of());
    }

    /**
     * The same with more captures behind it.
     *
     * @param names those, in this order
     */
    public ScapSource(Resumption resumption, List<String> names) {
        this.names = List.copyOf(names);
        boolean told = resumption.state() != null;
        this.reader = told ? resumption.state() : resumption.events();
        this.rest = told ? resumption.events() : null;
    }

    @Override
    public boolean next(Event event, StartListener start) throws IOException {
        while (true) {
            ScapReader current = reader;
            if (current != null) {
                if (current.next(event, start)) {
                    return true;
                }
                finish(current);
                event.detail(null);
            }
            if (rest != null) {
                reader = rest;
                rest = null;
                continue;
            }
            if (opened == names.size()) {
                return false;
            }
            String name = names.get(opened++);
            piped = name.equals(STANDARD_INPUT);
            reader =
                    piped
                            ? ScapReader.open(System.in, "standard input")
                            : ScapReader.open(Path.of(name));
        }
    }

    private void finish(ScapReader done) throws IOException {
        reader = null;
        finished += done.bytesTaken();
        unknownTypes += done.unknownTypes();
        skippedBlocks += done.skippedBlocks();
        skippedBytes += done.skippedBytes();
        for (Damage damage : done.damages()) {
            faults.add(damage.message());
        }
        done.close();
    }

    /** Files do not keep waiting; in a pipe, it counts whether the next block has arrived. */
    @Override
    public boolean ready() {
        return !piped || reader == null || reader.ready();
    }

    /**
     * How many bytes of all captures have been taken, packed as they are; standard input does not
     * count.
     */
    public long bytesTaken() throws IOException {
        ScapReader current = reader;
        return finished + (current == null ? 0 : current.bytesTaken());
    }

    @Override
    public Losses losses() {
        ScapReader current = reader;
        long types = unknownTypes + (current == null ? 0 : current.unknownTypes());
        long blocks = skippedBlocks + (current == null ? 0 : current.skippedBlocks());
        long bytes = skippedBytes + (current == null ? 0 : current.skippedBytes());
        return Losses.ofCaptures(types, blocks, bytes);
    }

    @Override
    public List<String> faults() {
        return List.copyOf(faults);
    }

    @Override
    public void close() throws IOException {
        ScapReader behind = rest;
        rest = null;
        try (behind) {
            if (reader != null) {
                finish(reader);
            }
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.cli.recording;

import dev.kansoku.cli.console.OutputException;
import dev.kansoku.cli.request.Recording;
import dev.kansoku.engine.EventContext;
import dev.kansoku.engine.source.EventSource;
import dev.kansoku.engine.source.ForwardingSource;
import dev.kansoku.engine.state.ReferredState;
import dev.kansoku.engine.state.StateWriter;
import dev.kansoku.event.Category;
import dev.kansoku.event.Event;
import dev.kansoku.event.EventType;
import dev.kansoku.event.start.BothListeners;
import dev.kansoku.event.start.ForwardingListener;
import dev.kansoku.event.start.StartListener;
import dev.kansoku.scap.ScapWriter;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Records what a source delivers while it passes through.
 *
 * <p>In one file the start tables are written as they come. Where files take turns each begins with
 * what is known at that moment, so that it can be read alone: the tables that come are left to the
 * state, and told again from there before the file's first event.
 *
 * <p>With a filter, what passes is recorded, and of the system only what that refers to, told right
 * before the first event that does. Where all state is kept the tables are, and all that the state
 * learns from, marked as events that only carry state.
 */
public final class Recorder extends ForwardingSource {
    private final EventContext context;
    private final RecordedFiles files;
    private final StateWriter state;
    private final @Nullable ReferredState referred;
    private final boolean all;
    private final boolean keepsState;
    private final boolean rotates;
    private final PeriodicRun flushing;
    private final StartListener tables;

    /** Whether what was known is void, since a section has begun. */
    private boolean newSection;

    /**
     * Begins a capture.
     *
     * @param all whether every event is recorded
     * @param live whether events may be long in coming, so that those that are there must not wait
     *     for more
     */
    public Recorder(
            EventSource source,
            EventContext context,
            Recording recording,
            boolean all,
            boolean live)
            throws OutputException {
        super(source);
        this.context = context;
        this.files = new RecordedFiles(recording);
        this.state = new StateWriter(context.state());
        this.all = all;
        this.keepsState = recording.keepsState();
        this.referred = all || keepsState ? null : new ReferredState(context.state());
        this.rotates = recording.rotation().happens();
        this.flushing = live ? PeriodicRun.everySecond(this::letGo) : PeriodicRun.never();
        if (rotates) {
            this.tables = new StartListener() {};
        } else {
            ScapWriter writer = files.open();
            this.tables = referred == null ? writer : new MachineOnly(writer, referred);
            if (live) {
                writer.letGo(); // a capture without events is one, too
            }
        }
    }

    @Override
    public boolean next(Event event, StartListener start) throws IOException {
        StartListener sections =
                new ForwardingListener(start) {
                    @Override
                    public void section() {
                        newSection = true;
                        super.section();
                    }
                };
        if (!origin.next(event, new BothListeners(tables, sections))) {
            return false;
        }
        if (rotates) {
            rotate(event);
        }
        if (all) {
            write(event, true);
        }
        return true;
    }

    /** Before the state learns from an event: begins a file where the one before is full. */
    private void rotate(Event event) throws IOException {
        synchronized (files) {
            boolean begins = !files.isOpen() || files.isFull(event.timestamp());
            if (!begins && !newSection) {
                return;
            }
            newSection = false;
            ScapWriter writer = begins ? files.next(event.timestamp()) : files.sectionBegins();
            if (referred == null) {
                state.all(event.timestamp(), writer, files::writeUncounted);
            } else {
                state.machine(writer);
                referred.begin();
            }
            files.headEnds();
        }
    }

    /** Takes an event that passed the filter. */
    void record(Event event) throws IOException {
        if (all) {
            return;
        }
        ReferredState told = referred;
        if (told == null) {
            write(event, true);
            return;
        }
        synchronized (files) {
            told.before(event, files::writeUncounted);
            write(event, true);
            told.after(event, files::writeUncounted);
        }
    }

    /** Takes an event that did not pass, or that nobody is shown. */
    void passedOver(Event event) throws IOException {
        if (all) {
            return;
        }
        ReferredState told = referred;
        if (tellsOfLosses(event.type()) || (told == null && describesSystem(event.type()))) {
            write(event, false);
        } else if (told == null) {
            if (!context.state().ignores(event.code())) {
                writeHidden(event);
            }
        } else if (told.concerns(event)) {
            synchronized (files) {
                told.beforeState(event, files::writeUncounted);
                writeHidden(event);
            }
        }
    }

    private void writeHidden(Event event) throws OutputException {
        int flags = event.flags();
        event.origin(event.cpu(), flags | Event.STATE_ONLY);
        write(event, false);
        event.origin(event.cpu(), flags);
    }

    private void write(Event event, boolean counted) throws OutputException {
        if (!flushing.runs()) {
            writeNow(event, counted);
            return;
        }
        synchronized (files) {
            writeNow(event, counted);
        }
        flushing.begin();
    }

    private void writeNow(Event event, boolean counted) throws OutputException {
        if (counted) {
            files.write(event);
        } else {
            files.writeUncounted(event);
        }
    }

    private void letGo() {
        synchronized (files) {
            files.letGo();
        }
    }

    private static boolean tellsOfLosses(EventType type) {
        return type.name().equals("drop");
    }

    private static boolean describesSystem(EventType type) {
        return type.is(Category.Origin.METAEVENT);
    }

    @Override
    public void close() throws IOException {
        try (origin) {
            flushing.end();
            files.close();
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.cli.report;

import dev.kansoku.capture.LiveOptions;
import dev.kansoku.capture.Payload;
import dev.kansoku.cli.console.ExitStatus;
import dev.kansoku.cli.console.Failure;
import dev.kansoku.cli.console.Output;
import dev.kansoku.cli.console.OutputException;
import dev.kansoku.cli.console.Printable;
import dev.kansoku.cli.option.ScriptReader;
import dev.kansoku.cli.request.ReportRequest;
import dev.kansoku.cli.request.ScriptFile;
import dev.kansoku.cli.request.Selection;
import dev.kansoku.engine.EventContext;
import dev.kansoku.engine.Sink;
import dev.kansoku.engine.fields.FieldOptions;
import dev.kansoku.event.Event;
import dev.kansoku.filter.field.FieldCatalogue;
import dev.kansoku.lua.Chisel;
import dev.kansoku.lua.LuaException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The scripts of a run: initialized before anything is opened, then told of events. */
public final class ScriptDesk implements AutoCloseable {
    private final ScriptHost host;
    private final List<Chisel> chisels = new ArrayList<>();

    /** A script has ended by an error, and none is called again. */
    private boolean failed;

    private ScriptDesk(ScriptHost host) {
        this.host = host;
    }

    /**
     * Loads and initializes the scripts that are asked for; null where none is.
     *
     * @param source the file that is read, empty for events of now
     */
    public static @Nullable ScriptDesk of(
            Selection selection,
            Function<FieldOptions, FieldCatalogue<EventContext>> fields,
            String source,
            boolean live,
            Consumer<String> notes)
            throws Failure {
        List<ReportRequest> asked =
                selection.reports().stream().filter(request -> request.script() != null).toList();
        if (asked.isEmpty()) {
            return null;
        }
        ScriptDesk desk = new ScriptDesk(new ScriptHost(selection, fields, source, live, notes));
        boolean ready = false;
        try {
            for (ReportRequest request : asked) {
                desk.add(request);
            }
            ready = true;
        } finally {
            if (!ready) {
                desk.close();
            }
        }
        return desk;
    }

    private void add(ReportRequest request) throws Failure {
        ScriptFile script = request.script();
        if (script == null) {
            return;
        }
        try {
            Chisel chisel =
                    Chisel.open(
                            script.file(),
                            host,
                            ScriptReader.folders(),
                            ScriptReader.limits(script.everything()));
            chisels.add(chisel);
            chisel.start(request.arguments());
        } catch (LuaException e) {
            throw new Failure(ExitStatus.USAGE, Printable.line(e.getMessage()));
        }
    }

    /** Whether one asks how much CPU time threads used. */
    public boolean wantsProcessLoad() {
        return chisels.stream().anyMatch(Chisel::wantsLoad);
    }

    /** As much of what is read and written as a script asks for, where the user did not. */
    public LiveOptions withPayload(LiveOptions options) {
        Payload payload = options.payload();
        int most = chisels.stream().mapToInt(Chisel::snaplen).max().orElse(0);
        return payload.snapLength() != Payload.DEFAULT.snapLength() || most <= payload.snapLength()
                ? options
                : options.withPayload(
                        new Payload(
                                Math.min(most, Payload.LONGEST), payload.ports(), payload.whole()));
    }

    /**
     * Moves events into the scripts.
     *
     * @param before takes each event first, and says whether more are wanted
     */
    public Sink sink(Sink before, Output output) {
        host.open(output);
        return new Sink() {
            @Override
            public boolean accept(EventContext context) throws IOException {
                boolean more = show(context);
                return before.accept(context) && more;
            }

            @Override
            public boolean wantsHidden(Event event) {
                return Chisel.wantsHidden(event);
            }

            @Override
            public void idle() throws IOException {
                before.idle();
                host.drain();
                output.flush();
            }
        };
    }

    private boolean show(EventContext context) throws IOException {
        boolean more = false;
        try {
            for (int i = 0; i < chisels.size(); i++) {
                more |= chisels.get(i).accept(context);
            }
        } catch (LuaException e) {
            failed = true;
            host.drain();
            throw new IOException(e.getMessage(), e);
        }
        host.drain();
        return more;
    }

    /**
     * Tells the scripts that there are no more events.
     *
     * @param before what went wrong so far, or null
     * @return the same, or what went wrong with a script
     */
    public @Nullable String end(EventContext context, @Nullable String before)
            throws OutputException {
        String trouble = before;
        for (Chisel chisel : chisels) {
            try {
                if (!failed) {
                    chisel.end(context);
                }
            } catch (LuaException e) {
                failed = true;
                trouble = e.getMessage();
            }
        }
        host.drain();
        close();
        return trouble;
    }

    @Override
    public void close() {
        chisels.forEach(Chisel::close);
    }
}

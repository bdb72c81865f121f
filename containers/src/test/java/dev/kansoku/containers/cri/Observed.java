// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.containers.cri;

import dev.kansoku.engine.EventContext;
import dev.kansoku.engine.Pipeline;
import dev.kansoku.engine.fields.EngineFields;
import dev.kansoku.engine.fields.FieldOptions;
import dev.kansoku.engine.source.EventSource;
import dev.kansoku.engine.source.Losses;
import dev.kansoku.event.Event;
import dev.kansoku.event.TextBuffer;
import dev.kansoku.event.start.BothListeners;
import dev.kansoku.event.start.StartListener;
import dev.kansoku.filter.Filter;
import dev.kansoku.filter.format.TextFormat;
import dev.kansoku.filter.syntax.FilterException;
import dev.kansoku.scap.ScapWriter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The events of a source as lines of text, and all of them in a recording. */
final class Observed {
    private Observed() {}

    /** Lines of a format for the events that pass a filter. */
    static List<String> lines(EventSource source, String filter, String format)
            throws IOException, FilterException {
        EngineFields fields = new EngineFields(FieldOptions.text());
        TextFormat<EventContext> text = TextFormat.compile(format, fields);
        TextBuffer out = new TextBuffer();
        List<String> lines = new ArrayList<>();
        new Pipeline(
                        source,
                        new EventContext(),
                        Filter.compile(filter, fields),
                        context -> {
                            text.write(context, out.clear());
                            lines.add(out.toString());
                            return true;
                        })
                .run();
        return lines;
    }

    /** Passes on what a source delivers and records it. */
    static final class Recorder implements EventSource {
        private final EventSource source;
        private final ScapWriter writer;

        Recorder(EventSource source, ScapWriter writer) {
            this.source = source;
            this.writer = writer;
        }

        @Override
        public boolean next(Event event, StartListener start) throws IOException {
            boolean more = source.next(event, new BothListeners(writer, start));
            if (more) {
                writer.write(event);
            }
            return more;
        }

        @Override
        public Losses losses() {
            return source.losses();
        }

        @Override
        public boolean ready() {
            return source.ready();
        }

        @Override
        public void close() throws IOException {
            try (source) {
                writer.close();
            }
        }
    }
}

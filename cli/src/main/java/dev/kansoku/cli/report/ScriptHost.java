// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.cli.report;

import dev.kansoku.cli.console.Output;
import dev.kansoku.cli.console.OutputException;
import dev.kansoku.cli.console.TerminalSequences;
import dev.kansoku.cli.console.TerminalSize;
import dev.kansoku.cli.request.Layout;
import dev.kansoku.cli.request.Selection;
import dev.kansoku.engine.EventContext;
import dev.kansoku.engine.fields.FieldOptions;
import dev.kansoku.event.TextBuffer;
import dev.kansoku.event.render.BufferForm;
import dev.kansoku.filter.field.FieldCatalogue;
import dev.kansoku.lua.ChiselHost;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The command around a script. What the script prints is kept until there is an output. */
final class ScriptHost implements ChiselHost {
    /** So much is kept at most before it is passed on, or refused. */
    private static final int FULL = 1 << 20;

    private final Selection selection;
    private final Function<FieldOptions, FieldCatalogue<EventContext>> fields;
    private final String source;
    private final boolean live;
    private final Consumer<String> notes;
    private final TextBuffer text = new TextBuffer();
    private final boolean terminal = Output.isTerminal();
    private @Nullable Output output;
    private @Nullable OutputException trouble;

    /**
     * @param source the file that is read, empty for events of now
     */
    ScriptHost(
            Selection selection,
            Function<FieldOptions, FieldCatalogue<EventContext>> fields,
            String source,
            boolean live,
            Consumer<String> notes) {
        this.selection = selection;
        this.fields = fields;
        this.source = source;
        this.live = live;
        this.notes = notes;
    }

    /** What was printed goes there, and what will be. */
    void open(Output opened) {
        output = opened;
    }

    /** Hands on what was printed. */
    void drain() throws OutputException {
        OutputException before = trouble;
        if (before != null) {
            throw before;
        }
        Output to = output;
        if (to == null || text.isEmpty()) {
            return;
        }
        if (to.terminal()) {
            TerminalSequences.keepHarmless(text);
        }
        to.buffer().put(text);
        text.clear();
        to.written();
    }

    @Override
    public FieldCatalogue<EventContext> fields(BufferForm form) {
        return fields.apply(FieldOptions.text().withBuffer(form));
    }

    @Override
    public TextBuffer output() {
        return text;
    }

    @Override
    public void printed() {
        if (text.length() < FULL) {
            return;
        }
        try {
            drain();
        } catch (OutputException e) {
            trouble = e;
        }
        if (trouble != null || output == null) {
            text.clear();
        }
    }

    @Override
    public boolean live() {
        return live;
    }

    @Override
    public String source() {
        return source;
    }

    @Override
    public String filter() {
        return selection.filter().text();
    }

    @Override
    public boolean showsContainers() {
        return selection.showsContainers();
    }

    @Override
    public boolean json() {
        return selection.layout() instanceof Layout.Json;
    }

    @Override
    public boolean terminal() {
        return terminal && selection.output() == null;
    }

    @Override
    public Size size() {
        return terminal() ? TerminalSize.ofOutput() : new Size(-1, -1);
    }

    @Override
    public double progress() {
        return 0;
    }

    @Override
    public void note(String message) {
        notes.accept(message);
    }
}

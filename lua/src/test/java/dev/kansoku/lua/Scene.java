// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.lua;

import dev.kansoku.engine.EventContext;
import dev.kansoku.engine.Pipeline;
import dev.kansoku.engine.fields.EngineFields;
import dev.kansoku.engine.fields.FieldOptions;
import dev.kansoku.engine.source.ScapSource;
import dev.kansoku.event.TextBuffer;
import dev.kansoku.event.render.BufferForm;
import dev.kansoku.filter.field.FieldCatalogue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A script and a capture that it is shown. */
final class Scene implements ChiselHost {
    private final TextBuffer output = new TextBuffer();
    final List<String> notes = new ArrayList<>();
    boolean terminal;

    /** A capture of this project's own: {@code cat} and a few others. */
    static final Path CAPTURE = capture("files.scap.gz");

    static Path capture(String name) {
        return Path.of("").toAbsolutePath().getParent().resolve("cli/src/test/captures", name);
    }

    /** What a script prints of a capture. */
    String run(
            Path script,
            Path capture,
            ScriptFolders folders,
            @Nullable LuaLimits limits,
            String... arguments)
            throws IOException, LuaException {
        try (Chisel chisel = Chisel.open(script, this, folders, limits);
                ScapSource source = new ScapSource(List.of(capture.toString()))) {
            chisel.start(List.of(arguments));
            EventContext context = new EventContext();
            LuaException[] thrown = {null};
            new Pipeline(
                            source,
                            context,
                            now -> {
                                try {
                                    return chisel.accept(now);
                                } catch (LuaException e) {
                                    thrown[0] = e;
                                    return false;
                                }
                            })
                    .run();
            if (thrown[0] != null) {
                throw thrown[0];
            }
            chisel.end(context);
        }
        return output.toString();
    }

    /** What a script of this text prints of the capture. */
    String run(Path folder, String script, String... arguments) throws IOException, LuaException {
        Path file = Files.writeString(folder.resolve("own.lua"), script);
        return run(
                file,
                CAPTURE,
                new ScriptFolders(List.of(folder)),
                new LuaLimits(50_000_000, 32 << 20),
                arguments);
    }

    byte[] bytes() {
        return output.toBytes();
    }

    @Override
    public FieldCatalogue<EventContext> fields(BufferForm form) {
        return new EngineFields(
                FieldOptions.text().withZone(ZoneOffset.UTC).withNames(false).withBuffer(form));
    }

    @Override
    public TextBuffer output() {
        return output;
    }

    @Override
    public boolean live() {
        return false;
    }

    @Override
    public String source() {
        return "files.scap.gz";
    }

    @Override
    public String filter() {
        return "proc.name = cat";
    }

    @Override
    public boolean showsContainers() {
        return false;
    }

    @Override
    public boolean json() {
        return false;
    }

    @Override
    public boolean terminal() {
        return terminal;
    }

    @Override
    public Size size() {
        return new Size(-1, -1);
    }

    @Override
    public double progress() {
        return 0;
    }

    @Override
    public void note(String message) {
        notes.add(message);
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.engine.golden;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.kansoku.engine.EventContext;
import dev.kansoku.engine.Pipeline;
import dev.kansoku.engine.Sink;
import dev.kansoku.engine.source.ScapSource;
import dev.kansoku.engine.state.StateNames;
import dev.kansoku.event.Symbols;
import dev.kansoku.event.TextBuffer;
import dev.kansoku.event.render.BufferForm;
import dev.kansoku.event.render.LocalClock;
import dev.kansoku.event.render.ValueRenderer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The type and arguments of every event of a capture of exits alone, as the newest libraries show
 * them: their line has a form of its own, which holds ours.
 */
class NewestArgumentsGoldenTest {
    /**
     * The parent's half of the first clone, and the last exit, whose lines that tool breaks off.
     */
    private static final List<Long> BROKEN_OFF = List.of(19L, 15279L);

    @Test
    void showsArgumentsAsTheNewestLibrariesDo() throws Exception {
        Path file = Captures.file("new-web");
        List<String> golden = Captures.golden("new-web", "head-default.txt.gz");
        assumeTrue(file != null && golden != null, "no capture of exits alone lies beside us");

        List<Long> unequal = new ArrayList<>();
        Iterator<String> lines = golden.iterator();
        EventContext context = new EventContext();
        StateNames names = new StateNames(context.state());
        ValueRenderer renderer = new ValueRenderer(BufferForm.DOTS, new LocalClock(ZoneOffset.UTC));
        TextBuffer out = new TextBuffer();
        Sink sink =
                at -> {
                    out.clear().put(' ').put(Symbols.typeName(at.event())).put(' ');
                    renderer.arguments(at.event(), names, out);
                    String ours =
                            new String(out.bytes(), 0, out.length(), StandardCharsets.ISO_8859_1);
                    String line = lines.hasNext() ? lines.next() + ' ' : "";
                    if (!line.startsWith(at.event().number() + " ") || !line.contains(ours)) {
                        unequal.add(at.event().number());
                    }
                    return true;
                };
        try (ScapSource source = new ScapSource(List.of(file.toString()))) {
            new Pipeline(source, context, sink).run();
        }

        assertThat(lines.hasNext()).isFalse();
        assertThat(unequal).isEqualTo(BROKEN_OFF);
    }
}

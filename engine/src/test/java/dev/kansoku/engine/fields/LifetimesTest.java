// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.engine.fields;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kansoku.engine.EventContext;
import dev.kansoku.engine.Pipeline;
import dev.kansoku.engine.convert.ExitsOnly;
import dev.kansoku.engine.golden.Captures;
import dev.kansoku.engine.source.EventSource;
import dev.kansoku.engine.source.ScapSource;
import dev.kansoku.engine.state.ThreadState;
import dev.kansoku.filter.field.Extractor;
import dev.kansoku.filter.field.FieldArgumentException;
import dev.kansoku.filter.field.FieldDefinition;
import dev.kansoku.filter.field.FieldDefinition.Argument;
import dev.kansoku.filter.field.FieldValue;
import dev.kansoku.filter.field.Lifetime;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

class LifetimesTest {
    private final EngineFields fields = new EngineFields(FieldOptions.text());

    /** A field whose value stays, and how it is taken. */
    private record Staying(String name, Lifetime lifetime, Extractor<EventContext> extractor) {}

    /** What a thread's fields were when it was last seen, and what had been counted then. */
    private static final class Seen {
        final int[] hashes;
        int own = -1;
        int tables = -1;
        int all = -1;

        Seen(int fields) {
            hashes = new int[fields];
        }
    }

    /** Each event of each capture, as it is and as one of exits alone. */
    @Test
    void aFieldStaysWhileNothingWasCounted() throws IOException, FieldArgumentException {
        List<Staying> staying = staying();
        List<String> names = new ArrayList<>(Captures.ALL);
        names.remove("bench");
        names.add("new-web");
        long kept = 0;
        for (String name : names) {
            Path file = Captures.file(name);
            if (file == null) {
                System.out.println("skipped: no capture " + name);
                Assumptions.abort("no capture " + name);
            }
            kept += kept(new ScapSource(List.of(file.toString())), staying, name);
            kept += kept(new ExitsOnly(new ScapSource(List.of(file.toString()))), staying, name);
        }
        assertThat(kept).as("values that stayed").isGreaterThan(1_000_000);
    }

    private List<Staying> staying() throws FieldArgumentException {
        List<Staying> staying = new ArrayList<>();
        for (FieldDefinition field : fields.all()) {
            Lifetime lifetime = fields.lifetime(field);
            if (lifetime != Lifetime.EVENT) {
                String argument = field.argument() == Argument.REQUIRED ? "1" : null;
                staying.add(new Staying(field.name(), lifetime, fields.extractor(field, argument)));
                if (field.argument() == Argument.OPTIONAL) {
                    staying.add(
                            new Staying(
                                    field.name() + "[2]", lifetime, fields.extractor(field, "2")));
                }
            }
        }
        return staying;
    }

    private long kept(EventSource source, List<Staying> staying, String capture)
            throws IOException {
        long[] kept = {0};
        FieldValue value = new FieldValue();
        try (source) {
            new Pipeline(
                            source,
                            new EventContext(),
                            context -> {
                                ThreadState thread = context.state().thread();
                                if (thread != null) {
                                    kept[0] += compare(context, thread, staying, value, capture);
                                }
                                return true;
                            })
                    .run();
        }
        return kept[0];
    }

    private long compare(
            EventContext context,
            ThreadState thread,
            List<Staying> staying,
            FieldValue value,
            String capture) {
        Seen seen = thread.remembered() instanceof Seen before ? before : new Seen(staying.size());
        boolean own = seen.own == thread.changes() && seen.tables == context.state().tableChanges();
        boolean all = own && seen.all == context.state().changes();
        long kept = 0;
        for (int i = 0; i < staying.size(); i++) {
            Staying field = staying.get(i);
            int hash = hash(field, context, value);
            if (field.lifetime() == Lifetime.PROCESS ? own : all) {
                if (hash != seen.hashes[i]) {
                    throw new AssertionError(
                            capture
                                    + ": "
                                    + field.name()
                                    + " of thread "
                                    + thread.tid()
                                    + " is another at "
                                    + context.event().number());
                }
                kept++;
            }
            seen.hashes[i] = hash;
        }
        seen.own = thread.changes();
        seen.tables = context.state().tableChanges();
        seen.all = context.state().changes();
        thread.remember(seen);
        return kept;
    }

    private int hash(Staying field, EventContext context, FieldValue value) {
        FieldDefinition definition = fields.find(field.name().replaceAll("\\[.*", ""));
        value.begin(definition.type());
        if (!field.extractor().extract(context, value)) {
            return 0;
        }
        int hash = 1 + value.size();
        for (int i = 0; i < value.size(); i++) {
            byte[] bytes = value.bytes(i);
            hash =
                    31 * hash
                            + switch (definition.type()) {
                                case TEXT, BYTES, ADDRESS, NET ->
                                        Arrays.hashCode(
                                                Arrays.copyOfRange(
                                                        bytes,
                                                        value.offset(i),
                                                        value.offset(i) + value.length(i)));
                                default -> Long.hashCode(value.numberAt(i));
                            };
        }
        return hash;
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.engine.fields;

import dev.kansoku.engine.EventContext;
import dev.kansoku.engine.state.ThreadState;
import dev.kansoku.filter.field.Extractor;
import dev.kansoku.filter.field.FieldArgumentException;
import dev.kansoku.filter.field.FieldValue;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How the extractor of each field is made, by the field's name. Filled once, then only read. */
final class Extractors {
    private final Map<String, Factory> factories = new HashMap<>();
    private final Map<String, OfHosts> ofHosts = new HashMap<>();

    /** Makes the extractor of one field. */
    @FunctionalInterface
    interface Factory {
        Extractor<EventContext> make(@Nullable String argument, FieldOptions options)
                throws FieldArgumentException;
    }

    /** Makes the extractor of a field that shows names of hosts. */
    @FunctionalInterface
    interface OfHosts {
        Extractor<EventContext> make(HostNames hosts);
    }

    /** Takes a value from the event's thread, where there is one. */
    @FunctionalInterface
    interface OfThread {
        boolean extract(EventContext context, ThreadState thread, FieldValue out);
    }

    /** A field without an argument whose extractor keeps nothing, so that all can share it. */
    void plain(String name, Extractor<EventContext> extractor) {
        with(name, (_, _) -> extractor);
    }

    /** A field that is missing where the event has no thread. */
    void thread(String name, OfThread extractor) {
        plain(name, ofThread(extractor));
    }

    void with(String name, Factory factory) {
        if (factories.put(name, factory) != null) {
            throw new IllegalStateException("two extractors for " + name);
        }
    }

    /** A field that shows names of hosts. */
    void hosts(String name, OfHosts extractor) {
        ofHosts.put(name, extractor);
    }

    /** How the extractor of such a field is made; null for others. */
    @Nullable OfHosts ofHosts(String name) {
        return ofHosts.get(name);
    }

    static Extractor<EventContext> ofThread(OfThread extractor) {
        return (context, out) -> {
            ThreadState thread = context.state().thread();
            return thread != null && extractor.extract(context, thread, out);
        };
    }

    Factory named(String name) {
        Factory factory = factories.get(name);
        if (factory == null) {
            throw new IllegalStateException("no extractor for " + name);
        }
        return factory;
    }
}

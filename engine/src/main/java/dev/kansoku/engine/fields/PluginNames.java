// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.engine.fields;

import static dev.kansoku.engine.fields.EventFields.ascii;

import dev.kansoku.event.Event;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The plugins that made events which are no system calls, by the numbers that they are registered
 * with. Shared bytes; null where an event is of no plugin, or of one without a registered number.
 */
final class PluginNames {
    private static final Map<Long, Plugin> PLUGINS = new HashMap<>();

    static {
        for (String[] cells : FieldRows.rows("plugins.tsv", 3)) {
            PLUGINS.put(Long.valueOf(cells[0]), new Plugin(ascii(cells[1]), ascii(cells[2])));
        }
    }

    private PluginNames() {}

    /** What is known of one. */
    private static final class Plugin {
        private final byte[] name;
        private final byte[] source;

        Plugin(byte[] name, byte[] source) {
            this.name = name;
            this.source = source;
        }
    }

    static boolean isOfPlugin(Event event) {
        return event.type().name().equals("pluginevent");
    }

    static byte @Nullable [] name(Event event) {
        Plugin plugin = of(event);
        return plugin == null ? null : plugin.name;
    }

    static byte @Nullable [] source(Event event) {
        Plugin plugin = of(event);
        return plugin == null ? null : plugin.source;
    }

    private static @Nullable Plugin of(Event event) {
        return isOfPlugin(event) && event.has(0) ? PLUGINS.get(event.unsigned(0)) : null;
    }
}

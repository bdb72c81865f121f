// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.engine.fields;

import dev.kansoku.event.render.LocalClock;
import dev.kansoku.event.render.ValueRenderer;

/** A renderer of parameter values as the options want them. Belongs to one thread. */
record Rendering(ValueRenderer renderer) {
    Rendering(FieldOptions options) {
        this(new ValueRenderer(options.buffer(), new LocalClock(options.zone())));
    }
}

// SPDX-License-Identifier: Apache-2.0
/** The event table, the cursor over an event's bytes, and how values are shown. */
module dev.kansoku.event {
    requires static transitive org.jspecify;

    exports dev.kansoku.event;
    exports dev.kansoku.event.render;
    exports dev.kansoku.event.start;
}

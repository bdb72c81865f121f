// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.lua;

import dev.kansoku.engine.EventContext;
import dev.kansoku.event.TextBuffer;
import dev.kansoku.event.render.BufferForm;
import dev.kansoku.filter.field.FieldCatalogue;

/** What surrounds a script: the command that runs it. */
public interface ChiselHost {
    /**
     * What fields, filters and formats are taken from.
     *
     * @param form how buffers are shown, unless the command line says it
     */
    FieldCatalogue<EventContext> fields(BufferForm form);

    /** Where a script prints. */
    TextBuffer output();

    /** Called after something was printed. */
    default void printed() {}

    /** Whether events are of now. */
    boolean live();

    /** What is read; empty where events are of now. */
    String source();

    /** The user's own filter; empty where there is none. */
    String filter();

    /** Whether containers are to be shown ({@code -pc}). */
    boolean showsContainers();

    /** Whether JSON is asked for. */
    boolean json();

    /** Whether what is printed goes to a terminal. */
    boolean terminal();

    /**
     * How wide and high the terminal is, in characters; -1 where there is none or it is unknown.
     */
    record Size(int width, int height) {}

    Size size();

    /** How much of a capture has been read, in percent; 0 where it is not known. */
    double progress();

    /** Tells the user something beside the output. */
    void note(String message);
}

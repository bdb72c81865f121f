// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.report;

import dev.kansoku.event.TerminalText;
import dev.kansoku.event.TextBuffer;

/** Where a report writes. Not thread-safe. */
public final class Page {
    /** Clears the screen and goes to its first corner. */
    private static final String CLEAR = "\u001b[2J\u001b[H";

    private final TextBuffer text;
    private final boolean terminal;
    private final boolean colours;
    private final boolean refreshes;
    private final int width;

    /**
     * @param text takes what is written
     * @param terminal whether it goes to a terminal, which captured bytes must not steer
     * @param colours whether colours are written
     * @param refreshes whether what is written next takes the place of what was written, by
     *     clearing the screen
     * @param width of a line, in characters
     */
    public Page(TextBuffer text, boolean terminal, boolean colours, boolean refreshes, int width) {
        this.text = text;
        this.terminal = terminal;
        this.colours = colours;
        this.refreshes = refreshes;
        this.width = width;
    }

    /** What was written; text written here directly must be clean. */
    TextBuffer text() {
        return text;
    }

    /** The same page without colours. */
    Page plain() {
        return colours ? new Page(text, terminal, false, refreshes, width) : this;
    }

    /** A page like this one over other text. */
    Page on(TextBuffer other) {
        return new Page(other, terminal, colours, refreshes, width);
    }

    boolean terminal() {
        return terminal;
    }

    boolean colours() {
        return colours;
    }

    int width() {
        return width;
    }

    Page put(String clean) {
        text.put(clean);
        return this;
    }

    /** Clears the screen, where there is one to fill. */
    void refresh() {
        if (refreshes) {
            text.put(CLEAR);
        }
    }

    /** Begins a colour, where there are colours. */
    Page colour(Colour colour) {
        if (colours) {
            text.put(colour.sequence());
        }
        return this;
    }

    /** Ends all colours with an empty line, where there are colours. */
    void endColours() {
        if (colours) {
            text.put(Colour.RESET.sequence()).put('\n');
        }
    }

    /** Writes captured bytes: as they are, but for what would steer a terminal. */
    Page captured(byte[] bytes, int offset, int length) {
        int from = text.length();
        text.put(bytes, offset, length);
        if (terminal) {
            TerminalText.clean(text, from);
        }
        return this;
    }

    void line() {
        text.put('\n');
    }
}

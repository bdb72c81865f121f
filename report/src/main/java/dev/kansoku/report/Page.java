// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.report;

import dev.kansoku.event.TerminalText;
import dev.kansoku.event.TextBuffer;
import java.util.Arrays;

/** Where a report writes. Not thread-safe. */
public final class Page {
    /** Clears the screen and goes to its first corner. */
    private static final String CLEAR = "\u001b[2J\u001b[H";

    /** How long a line below headings is where there is no terminal. */
    private static final int RULE = 80;

    private static final byte ESCAPE = 0x1b;

    /** Bytes of UTF-8 that go on with a character begin with these two bits. */
    private static final int CONTINUES = 0xc0;

    private static final int CONTINUATION = 0x80;

    private final TextBuffer text;
    private final boolean terminal;
    private final boolean colours;
    private final boolean refreshes;
    private final Screen screen;

    /**
     * A page of a fixed width.
     *
     * @param width of a line, in characters
     */
    public Page(TextBuffer text, boolean terminal, boolean colours, boolean refreshes, int width) {
        this(text, terminal, colours, refreshes, Screen.ofColumns(width));
    }

    /**
     * @param text takes what is written
     * @param terminal whether it goes to a terminal, which captured bytes must not steer
     * @param colours whether colours are written
     * @param refreshes whether what is written next takes the place of what was written, by
     *     clearing the screen
     * @param screen how large it is
     */
    public Page(
            TextBuffer text, boolean terminal, boolean colours, boolean refreshes, Screen screen) {
        this.text = text;
        this.terminal = terminal;
        this.colours = colours;
        this.refreshes = refreshes;
        this.screen = screen;
    }

    /** What was written; text written here directly must be clean. */
    TextBuffer text() {
        return text;
    }

    /** The same page without colours. */
    Page plain() {
        return colours ? new Page(text, terminal, false, refreshes, screen) : this;
    }

    /** A page like this one over other text. */
    Page on(TextBuffer other) {
        return new Page(other, terminal, colours, refreshes, screen);
    }

    boolean terminal() {
        return terminal;
    }

    boolean colours() {
        return colours;
    }

    int width() {
        return screen.columns();
    }

    /** A line across the page: below headings. */
    Page rule() {
        text.put("-".repeat(terminal ? screen.columns() : RULE)).put('\n');
        return this;
    }

    /**
     * Cuts what was written for a screen that is refreshed to what there is room for: so many
     * lines, of so many characters.
     *
     * @param from where it begins in the text
     */
    void fit(int from) {
        if (!refreshes) {
            return;
        }
        byte[] written = Arrays.copyOfRange(text.bytes(), from, text.length());
        text.truncate(from);
        int columns = screen.columns();
        int rows = screen.rows() - 1;
        int column = 0;
        int row = 0;
        boolean sequence = false;
        for (int i = 0; i < written.length && row < rows; i++) {
            byte b = written[i];
            sequence |= b == ESCAPE;
            boolean shown = !sequence && b != '\n' && (b & CONTINUES) != CONTINUATION;
            column += shown ? 1 : 0;
            if (b == '\n' || sequence || column <= columns) {
                text.put(b & 0xff);
            }
            if (b == '\n') {
                column = 0;
                row++;
            }
            sequence &= !Character.isLetter(b);
        }
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

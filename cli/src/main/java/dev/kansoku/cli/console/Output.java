// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.cli.console;

import dev.kansoku.event.TextBuffer;
import java.io.Closeable;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where events are printed: a buffer of bytes that is written when it is full or when its owner
 * flushes. Not thread-safe.
 */
public final class Output implements Closeable {
    private static final int STDOUT = 1;
    private static final int STDERR = 2;
    private static final int FULL = 64 << 10;
    private static final int ROOM = 8 << 10;

    private final String name;
    private final FileOutputStream stream;
    private final boolean terminal;
    private boolean immediate;
    private final TextBuffer buffer = new TextBuffer(FULL + ROOM);

    /** Whether the descriptor is everybody's, and stays open. */
    private final boolean shared;

    private Output(String name, FileOutputStream stream, boolean terminal, boolean shared) {
        this.name = name;
        this.stream = stream;
        this.terminal = terminal;
        this.shared = shared;
    }

    public static Output standard() {
        return new Output(
                "standard output", new FileOutputStream(FileDescriptor.out), isTerminal(), true);
    }

    /** Prints a whole text on standard output; the status to end with. */
    public static int print(String text) throws OutputException {
        Output output = standard();
        output.buffer().put(text);
        output.flush();
        return ExitStatus.SUCCESS;
    }

    public static Output file(String path) throws OutputException {
        try {
            return new Output(path, new FileOutputStream(path), false, false);
        } catch (IOException e) {
            throw new OutputException("output", e);
        }
    }

    /** The same, written at each {@link #written}. */
    public Output unbuffered() {
        immediate = true;
        return this;
    }

    /** Where to write; call {@link #written} after each event. */
    public TextBuffer buffer() {
        return buffer;
    }

    /** Whether it is a terminal, which must not get control characters. */
    public boolean terminal() {
        return terminal;
    }

    /** Writes the buffer where it has become full. */
    public void written() throws OutputException {
        if (buffer.length() >= (immediate ? 1 : FULL)) {
            flush();
        }
    }

    public void flush() throws OutputException {
        if (buffer.isEmpty()) {
            return;
        }
        try {
            put(buffer);
        } finally {
            buffer.clear();
        }
    }

    /** Writes what lies elsewhere, behind what was written before. */
    public void write(TextBuffer other) throws OutputException {
        flush();
        put(other);
    }

    private void put(TextBuffer text) throws OutputException {
        try {
            stream.write(text.bytes(), 0, text.length());
        } catch (IOException e) {
            throw new OutputException(name, e);
        }
    }

    @Override
    public void close() throws OutputException {
        flush();
        if (shared) {
            return;
        }
        try {
            stream.close();
        } catch (IOException e) {
            throw new OutputException(name, e);
        }
    }

    /** Whether standard output goes to a terminal. */
    public static boolean isTerminal() {
        return isTerminal(STDOUT);
    }

    /** Whether notes and messages go to a terminal. */
    public static boolean notesGoToTerminal() {
        return isTerminal(STDERR);
    }

    /** Told from what the descriptor is; a machine without /proc counts as one with a terminal. */
    private static boolean isTerminal(int descriptor) {
        Path link = Path.of("/proc/self/fd/" + descriptor);
        try {
            String target = Files.readSymbolicLink(link).toString();
            return target.startsWith("/dev/") && !target.equals("/dev/null");
        } catch (IOException e) {
            // Nothing is known of it: clean text harms nobody.
            return true;
        }
    }
}

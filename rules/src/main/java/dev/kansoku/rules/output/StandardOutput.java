// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.rules.output;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/** Lines on standard output: each as soon as it is there, many at once where many wait. */
final class StandardOutput implements AlertOutput {
    private final OutputStream stream;

    StandardOutput() {
        this(new FileOutputStream(FileDescriptor.out));
    }

    StandardOutput(OutputStream stream) {
        this.stream = stream;
    }

    @Override
    public String name() {
        return "standard output";
    }

    @Override
    public int send(List<AlertMessage> messages) throws IOException {
        try {
            stream.write(Lines.of(messages));
            stream.flush();
        } catch (IOException e) {
            throw new GoneException(String.valueOf(e.getMessage()), e);
        }
        return messages.size();
    }

    @Override
    public void close() {
        // Everybody's, and stays open.
    }
}

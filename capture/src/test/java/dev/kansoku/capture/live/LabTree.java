// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.capture.live;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A running tree of processes, of a program that writes "ready" when the tree stands. */
final class LabTree implements AutoCloseable {
    private final Process root;

    private LabTree(Process root) {
        this.root = root;
    }

    /** Starts the program of a source with a folder, and waits until it is ready. */
    static LabTree of(String program, Path folder, String... more) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(LabProgram.path(program).toString());
        command.add(folder.toString());
        command.addAll(List.of(more));
        Process process =
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        LabTree tree = new LabTree(process);
        var output = new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII);
        if (!"ready".equals(new BufferedReader(output).readLine())) {
            tree.close();
            throw new IOException(program + " does not stand");
        }
        return tree;
    }

    long pid() {
        return root.pid();
    }

    /** Ends the processes below first, so that none is left without a parent to be found by. */
    @Override
    public void close() {
        try {
            for (int i = 0; i < 100 && root.descendants().findAny().isPresent(); i++) {
                root.descendants().forEach(ProcessHandle::destroyForcibly);
                LiveContract.sleep(10);
            }
            root.destroyForcibly();
            root.waitFor(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

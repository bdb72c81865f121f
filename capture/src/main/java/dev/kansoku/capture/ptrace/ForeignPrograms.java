// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.capture.ptrace;

import dev.kansoku.ffi.KernelFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.IntPredicate;

/**
 * Programs whose calls this engine does not know, since they have other numbers and other
 * structures: those of 32 bits, told by the fifth byte of their ELF file.
 */
final class ForeignPrograms implements IntPredicate {
    private static final int CLASS = 4;
    private static final int CLASS_32 = 1;
    private static final byte[] MAGIC = {0x7f, 'E', 'L', 'F'};

    private final KernelFile files = new KernelFile();

    /** Whether a thread runs one. */
    @Override
    public boolean test(int tid) {
        return isForeign("/proc/" + tid + "/exe");
    }

    boolean isForeign(String file) {
        byte[] head = files.read(file, CLASS + 1);
        if (head == null || head.length <= CLASS) {
            return false;
        }
        for (int i = 0; i < MAGIC.length; i++) {
            if (head[i] != MAGIC[i]) {
                return false;
            }
        }
        return head[CLASS] == CLASS_32;
    }

    /** What a thread runs, for people; empty where that is not told. */
    static String fileOf(int tid) {
        try {
            return Files.readSymbolicLink(Path.of("/proc/" + tid + "/exe")).toString();
        } catch (IOException e) {
            return "";
        }
    }
}

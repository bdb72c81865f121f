// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.capture.ptrace;

import dev.kansoku.capture.Recipe;
import dev.kansoku.capture.SystemCall;
import dev.kansoku.ffi.KernelFile;
import dev.kansoku.ffi.Ptrace;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * What must be noted when a call is entered, since its exit comes too late: the arguments, the name
 * of a file to execute, and whether a file to be created is there already.
 */
final class EntryNotes {
    private static final int UNKNOWN = -1;
    private static final int O_CREAT = 0100;
    private static final int O_EXCL = 0200;
    private static final int AT_FDCWD = -100;

    private final EventMaker events;
    private final KernelFile files = new KernelFile();

    EntryNotes(EventMaker events) {
        this.events = events;
    }

    /** Notes the call that a tracee is about to make. */
    Call.Entry take(Ptrace ptrace, int tid) {
        long number = ptrace.isOwnCall() ? ptrace.number() : UNKNOWN;
        long[] arguments = new long[6];
        for (int i = 0; i < arguments.length; i++) {
            arguments[i] = ptrace.argument(i);
        }
        byte[] filename = null;
        boolean creates = false;
        SystemCall row = events.row(number);
        if (row != null) {
            List<Recipe> recipes = row.recipes();
            for (int i = 0; i < recipes.size(); i++) {
                Recipe recipe = recipes.get(i);
                if (recipe.kind().equals("openflags")) {
                    creates = creates(tid, arguments, recipe, recipes.subList(0, i));
                } else if (recipe.kind().equals("exec") && recipe.operand(0).equals("filename")) {
                    filename = events.memory().text(tid, arguments[recipe.number(1)]);
                }
            }
        }
        return new Call.Entry(number, arguments, filename, creates);
    }

    /** An execve whose entry was not traced. */
    Call.Entry executed(long number, String file) {
        return new Call.Entry(number, new long[6], file.getBytes(StandardCharsets.UTF_8), false);
    }

    private boolean creates(int tid, long[] arguments, Recipe flags, List<Recipe> before) {
        long asked;
        if (flags.operand(0).equals("memory")) {
            if (!events.memory().isReadable(tid, arguments[2], 8)) {
                return false;
            }
            asked = events.memory().view().longAt(0);
        } else {
            asked = arguments[flags.number(0)];
        }
        if ((asked & O_CREAT) == 0) {
            return false;
        }
        if ((asked & O_EXCL) != 0) {
            return true;
        }
        int directory = AT_FDCWD;
        byte[] path = null;
        for (Recipe recipe : before) {
            if (recipe.kind().equals("int")) {
                directory = (int) arguments[recipe.number(0)];
            } else if (recipe.kind().equals("text")) {
                path = events.memory().text(tid, arguments[recipe.number(0)]);
            }
        }
        return path != null && !isThere(tid, directory, path);
    }

    private boolean isThere(int tid, int directory, byte[] path) {
        if (path.length == 0) {
            return true;
        }
        String base;
        if (path[0] == '/') {
            base = "/proc/" + tid + "/root";
        } else if (directory == AT_FDCWD) {
            base = "/proc/" + tid + "/cwd/";
        } else {
            base = "/proc/" + tid + "/fd/" + directory + "/";
        }
        byte[] folder = base.getBytes(StandardCharsets.US_ASCII);
        byte[] whole = new byte[folder.length + path.length];
        System.arraycopy(folder, 0, whole, 0, folder.length);
        System.arraycopy(path, 0, whole, folder.length, path.length);
        return files.facts(whole, true) != null;
    }
}

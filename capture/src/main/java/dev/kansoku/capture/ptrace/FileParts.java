// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.capture.ptrace;

import dev.kansoku.capture.Conversion;
import dev.kansoku.capture.Recipe;
import dev.kansoku.event.EventBuilder;
import dev.kansoku.ffi.FileFacts;
import dev.kansoku.ffi.KernelFile;
import org.jspecify.annotations.Nullable;

/**
 * What an fd is open on, through /proc/PID/fd. Layers of an overlay file system are not seen from
 * here.
 */
final class FileParts {
    private static final int CREATED = 1 << 28;

    private final UserMemory user;
    private final KernelFile files = new KernelFile();

    FileParts(UserMemory user) {
        this.user = user;
    }

    @Nullable Part part(Recipe recipe, @Nullable Conversion conversion) {
        return switch (recipe.kind()) {
            case "device" ->
                    (call, out) -> {
                        FileFacts facts = facts(call, recipe);
                        out.number(facts == null ? 0 : facts.device());
                    };
            case "inode" ->
                    (call, out) -> {
                        FileFacts facts = facts(call, recipe);
                        out.number(facts == null ? 0 : facts.inode());
                    };
            case "fdpath" -> this::putPath;
            case "creatflags" -> (_, out) -> out.number(0);
            case "openflags" -> openFlags(recipe, conversion);
            default -> null;
        };
    }

    private void putPath(Call call, EventBuilder out) {
        byte[] path =
                call.result() < 0
                        ? null
                        : files.link("/proc/" + call.pid() + "/fd/" + call.result());
        MemoryParts.putText(path, out);
    }

    private @Nullable FileFacts facts(Call call, Recipe recipe) {
        if (call.result() < 0) {
            return null;
        }
        long fd = call.result();
        if (recipe.operand(0).equals("memory")) {
            if (!user.has(call, call.argument(0), 4)) {
                return null;
            }
            fd = user.view().intAt(0);
        }
        return files.facts("/proc/" + call.pid() + "/fd/" + fd);
    }

    private Part openFlags(Recipe recipe, @Nullable Conversion conversion) {
        boolean inMemory = recipe.operand(0).equals("memory");
        int n = inMemory ? 2 : recipe.number(0);
        return (call, out) -> {
            long flags = inMemory ? user.number(call, call.argument(n), 8, 0) : call.argument(n);
            flags &= CREATED - 1;
            if (call.result() >= 0 && call.creates()) {
                flags |= CREATED;
            }
            Parts.put(flags, 4, conversion, out);
        };
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.capture.ptrace;

import dev.kansoku.capture.Conversion;
import dev.kansoku.capture.Recipe;
import dev.kansoku.event.EventBuilder;
import dev.kansoku.event.start.ProcessEntry;
import java.io.ByteArrayOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * What calls that make or change processes tell: the thread as /proc shows it at the call's exit.
 */
final class ProcessParts {
    private static final int MAX_TEXTS = 128;
    private static final int SIGNAL_BITS = 0xff;
    private static final int IN_PID_NAMESPACE = 1;

    private final UserMemory user;

    ProcessParts(UserMemory user) {
        this.user = user;
    }

    @Nullable Part part(Recipe recipe, @Nullable Conversion conversion) {
        return switch (recipe.kind()) {
            case "vm" -> vm(recipe.operand(0));
            case "task" -> task(recipe.operand(0));
            case "exec" -> exec(recipe.operand(0), recipe.number(1));
            case "cloneflags" -> cloneFlags(recipe, conversion);
            default -> null;
        };
    }

    private static Part vm(String what) {
        int index =
                switch (what) {
                    case "size" -> 0;
                    case "rss" -> 1;
                    default -> 2;
                };
        return (call, out) -> out.number(call.memory()[index]);
    }

    private static Part task(String what) {
        return switch (what) {
            case "exe" -> (call, out) -> out.text(call.process().exe);
            case "args" -> (call, out) -> out.bytes(call.process().args);
            case "cwd" -> (call, out) -> out.text(call.process().cwd);
            case "comm" -> (call, out) -> out.text(call.process().comm);
            case "cgroups" -> (call, out) -> out.bytes(call.process().cgroups);
            default -> {
                Parts.Number number = taskNumber(what);
                yield (call, out) -> out.number(number.of(call));
            }
        };
    }

    private static Parts.Number taskNumber(String what) {
        return switch (what) {
            case "tid" -> Call::tid;
            case "pid" -> Call::pid;
            case "ptid" -> call -> call.process().ptid;
            case "fdlimit" -> call -> call.process().fdLimit;
            case "majflt" -> call -> call.process().majorFaults;
            case "minflt" -> call -> call.process().minorFaults;
            case "tty" -> call -> call.process().tty;
            case "vpgid" -> call -> call.process().vpgid;
            case "pgid" -> call -> call.process().pgid;
            case "loginuid" -> call -> call.process().loginUid;
            case "capi" -> call -> call.process().capInheritable;
            case "capp" -> call -> call.process().capPermitted;
            case "cape" -> call -> call.process().capEffective;
            case "uid" -> call -> call.process().uid;
            case "gid" -> call -> call.process().gid;
            case "vtid" -> call -> call.process().vtid;
            case "vpid" -> call -> call.process().vpid;
            case "pidns" -> call -> call.result() == 0 ? call.process().pidnsStart : 0;
            default -> throw new IllegalStateException("unknown recipe task(" + what + ")");
        };
    }

    private Part exec(String what, int n) {
        return switch (what) {
            case "exe" ->
                    (call, out) -> {
                        if (call.failed()) {
                            long first = user.number(call, call.argument(n), 8, 0);
                            MemoryParts.putText(user.text(call, first), out);
                        } else {
                            out.text(call.process().exe);
                        }
                    };
            case "args" ->
                    (call, out) -> {
                        if (call.failed()) {
                            putTexts(call, call.argument(n) + 8, out);
                        } else {
                            out.bytes(call.process().args);
                        }
                    };
            case "env" ->
                    (call, out) -> {
                        if (call.failed()) {
                            putTexts(call, call.argument(n), out);
                        } else {
                            out.bytes(call.process().env);
                        }
                    };
            case "filename" -> (call, out) -> MemoryParts.putText(call.filename(), out);
            case "path" -> (call, out) -> out.text(call.process().exepath);
            case "flags" -> (call, out) -> out.number(flags(call.process()));
            case "inode" -> (call, out) -> out.number(call.process().exeInode);
            case "ctime" -> (call, out) -> out.number(call.process().exeInodeCtime);
            case "mtime" -> (call, out) -> out.number(call.process().exeInodeMtime);
            default -> throw new IllegalStateException("unknown recipe exec(" + what + ")");
        };
    }

    private static int flags(ProcessEntry process) {
        return (process.exeWritable ? 1 : 0)
                | (process.exeUpperLayer ? 2 : 0)
                | (process.exeFromMemfd ? 4 : 0)
                | (process.exeLowerLayer ? 8 : 0);
    }

    /** The texts that a NULL-ended list of pointers names, up to about 4 KiB. */
    private void putTexts(Call call, long pointers, EventBuilder out) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (int i = 0; i < MAX_TEXTS && all.size() < UserMemory.MAX_TEXT; i++) {
            long address = user.number(call, pointers + 8L * i, 8, 0);
            byte[] text = address == 0 ? null : user.text(call, address);
            if (text == null) {
                break;
            }
            all.writeBytes(text);
            all.write(0);
        }
        byte[] texts = all.toByteArray();
        out.bytes(texts, 0, Math.min(texts.length, UserMemory.MAX_TEXT));
    }

    private Part cloneFlags(Recipe recipe, @Nullable Conversion conversion) {
        String where = recipe.operand(0);
        return (call, out) -> {
            long flags =
                    switch (where) {
                        case "none" -> 0;
                        case "memory" -> user.number(call, call.argument(0), 8, 0);
                        default -> call.argument(recipe.number(0));
                    };
            flags &= ~SIGNAL_BITS;
            if (call.process().vtid != call.process().tid) {
                flags |= IN_PID_NAMESPACE;
            }
            Parts.put(flags, 4, conversion, out);
        };
    }
}

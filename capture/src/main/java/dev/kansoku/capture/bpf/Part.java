// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.capture.bpf;

import dev.kansoku.capture.Recipe;
import dev.kansoku.event.Parameter;
import java.util.List;

/**
 * One parameter's recipe as the kernel program reads it: {@code struct part} of {@code recipe.h}.
 *
 * <pre>
 *   0      1     2       3      4       8
 *  +------+-----+-------+------+-------+
 *  | kind | arg | width | mode | extra |
 *  +------+-----+-------+------+-------+
 * </pre>
 *
 * @param argument 0 to 5, or {@link #RESULT}, {@link #CALL_NUMBER}, {@link #IN_MEMORY}
 * @param width of a number in bytes
 */
record Part(PartKind kind, int argument, int width, int mode, int extra) {
    static final int SIZE = 8;
    static final int RESULT = 6;
    static final int CALL_NUMBER = 7;
    static final int IN_MEMORY = 8;
    static final int NO_ADDRESS = 15;
    private static final int MESSAGE_ADDRESS = 14;

    private static final int PLAIN = 0;
    private static final int SIGNED_INT = 1;
    private static final int UNSIGNED_INT = 2;
    private static final int SHIFTED = 3;
    private static final int FOLDED = 4;
    private static final int FD_FLAGS = 5;
    private static final int OPEN_MODE = 6;
    private static final int NOT_NEGATIVE = 7;

    private static final int BY_ARGUMENT = 0;
    private static final int BY_RESULT = 1;
    private static final int BY_RESULT_OR_ARGUMENT = 2;
    private static final int BY_RESULT_OR_SIZE = 3;

    private static final List<String> VM_MODES = List.of("size", "rss", "swap");
    private static final List<String> FILE_MODES =
            List.of("device", "inode", "fdpath", "creatflags");
    private static final List<String> QUEUE_MODES = List.of("percent", "length", "limit");
    private static final List<String> PAIR_MODES = List.of("source", "peer");
    private static final List<String> OPTION_MODES = List.of("level", "name", "value");
    private static final List<String> PRCTL_MODES = List.of("text", "number");
    private static final List<String> FSCONFIG_MODES = List.of("bytes", "text");
    private static final List<String> TASK_MODES =
            List.of(
                    "exe",
                    "args",
                    "tid",
                    "pid",
                    "ptid",
                    "cwd",
                    "fdlimit",
                    "majflt",
                    "minflt",
                    "comm",
                    "cgroups",
                    "tty",
                    "vpgid",
                    "loginuid",
                    "capi",
                    "capp",
                    "cape",
                    "uid",
                    "pgid",
                    "gid",
                    "vtid",
                    "vpid",
                    "pidns");
    private static final List<String> EXEC_MODES =
            List.of("exe", "args", "env", "flags", "inode", "ctime", "mtime", "path", "filename");

    /** Translates a recipe for a parameter. */
    static Part of(Recipe recipe, Parameter parameter) {
        int width = parameter.type().width();
        return switch (recipe.kind()) {
            case "none" -> new Part(PartKind.NONE, 0, 0, 0, 0);
            case "ret" -> number(RESULT, width, PLAIN);
            case "count" -> number(RESULT, width, NOT_NEGATIVE);
            case "number" -> number(CALL_NUMBER, width, PLAIN);
            case "arg" -> number(recipe.number(0), width, PLAIN);
            case "int" -> number(recipe.number(0), width, SIGNED_INT);
            case "uint" -> number(recipe.number(0), width, UNSIGNED_INT);
            case "shifted" -> number(recipe.number(0), width, SHIFTED);
            case "folded" -> number(recipe.number(0), width, FOLDED);
            case "fdflags" -> number(recipe.number(0), width, FD_FLAGS);
            case "openmode" ->
                    new Part(PartKind.NUMBER, recipe.number(0), width, OPEN_MODE, recipe.number(1));
            case "value" -> new Part(PartKind.CONSTANT, 0, width, 0, recipe.number(0));
            case "text" -> new Part(PartKind.TEXT, recipe.number(0), 0, 0, 0);
            case "data" -> bytes(PartKind.DATA, recipe, recipe.operand(1));
            case "vector" -> bytes(PartKind.VECTOR, recipe, recipe.operand(2));
            case "vectorsize" ->
                    new Part(PartKind.VECTOR_SIZE, recipe.number(0), width, 0, recipe.number(1));
            case "message" -> bytes(PartKind.MESSAGE, recipe, recipe.operand(1));
            case "messagesize" ->
                    new Part(PartKind.MESSAGE_SIZE, recipe.number(0), width, BY_RESULT, 0);
            case "messagecontrol" ->
                    new Part(PartKind.MESSAGE_CONTROL, recipe.number(0), 0, BY_RESULT, 0);
            case "address" -> new Part(PartKind.ADDRESS, recipe.number(0), 0, 0, recipe.number(1));
            case "tuple" ->
                    new Part(
                            PartKind.TUPLE,
                            place(recipe.operand(0)),
                            0,
                            recipe.operand(1).equals("in") ? 1 : 0,
                            switch (recipe.operand(2)) {
                                case "" -> NO_ADDRESS;
                                case "msg" -> MESSAGE_ADDRESS;
                                default -> recipe.number(2);
                            });
            case "queue" -> moded(PartKind.QUEUE, 0, width, QUEUE_MODES, recipe.operand(1));
            case "device", "inode", "fdpath", "creatflags" ->
                    moded(
                            PartKind.FILE,
                            place(recipe.operand(0)),
                            width,
                            FILE_MODES,
                            recipe.kind());
            case "openflags" ->
                    new Part(PartKind.OPEN_FLAGS, place(recipe.operand(0)), width, 0, 0);
            case "memory" -> memory(recipe, width, PLAIN);
            case "memoryint" -> memory(recipe, width, SIGNED_INT);
            case "timespec" -> new Part(PartKind.TIMESPEC, recipe.number(0), 0, 0, 0);
            case "polls" -> new Part(PartKind.POLLS, recipe.number(0), 0, 0, recipe.number(1));
            case "vm" -> moded(PartKind.VM, 0, width, VM_MODES, recipe.operand(0));
            case "task" -> moded(PartKind.TASK, 0, width, TASK_MODES, recipe.operand(0));
            case "exec" ->
                    new Part(
                            PartKind.EXEC,
                            0,
                            width,
                            mode(EXEC_MODES, recipe.operand(0)),
                            recipe.number(1));
            case "cloneflags" ->
                    new Part(PartKind.CLONE_FLAGS, place(recipe.operand(0)), width, 0, 0);
            case "pair" -> moded(PartKind.PAIR, 0, width, PAIR_MODES, recipe.operand(0));
            case "option" ->
                    new Part(
                            PartKind.OPTION,
                            0,
                            width,
                            mode(OPTION_MODES, recipe.operand(0)),
                            recipe.operand(1).equals("mem") ? IN_MEMORY : 0);
            case "ptrace" ->
                    new Part(PartKind.PTRACE, recipe.operand(0).equals("address") ? 2 : 3, 0, 0, 0);
            case "prctl" -> moded(PartKind.PRCTL, 0, width, PRCTL_MODES, recipe.operand(0));
            case "quota" -> quota(recipe.operand(0), width);
            case "semaphore" ->
                    new Part(
                            PartKind.SEMAPHORE,
                            0,
                            width,
                            recipe.number(0),
                            recipe.number(0) * 6 + recipe.number(1));
            case "semctl" -> new Part(PartKind.SEMCTL, recipe.number(0), width, 0, 0);
            case "fsconfig" -> moded(PartKind.FSCONFIG, 0, 0, FSCONFIG_MODES, recipe.operand(0));
            case "dyn" -> new Part(PartKind.DYN, recipe.number(0), 0, 0, 0);
            default ->
                    throw new IllegalArgumentException("the kernel side has no recipe " + recipe);
        };
    }

    private static Part number(int argument, int width, int mode) {
        return new Part(PartKind.NUMBER, argument, width, mode, 0);
    }

    private static Part memory(Recipe recipe, int width, int mode) {
        return new Part(PartKind.MEMORY, recipe.number(0), width, mode, recipe.number(1));
    }

    private static Part bytes(PartKind kind, Recipe recipe, String length) {
        int argument = recipe.number(0);
        return switch (length) {
            case "ret" -> new Part(kind, argument, 0, BY_RESULT, 0);
            case "ret/size" -> new Part(kind, argument, 0, BY_RESULT_OR_SIZE, 0);
            default ->
                    length.startsWith("ret/")
                            ? new Part(
                                    kind,
                                    argument,
                                    0,
                                    BY_RESULT_OR_ARGUMENT,
                                    Integer.parseInt(length.substring(4)))
                            : new Part(kind, argument, 0, BY_ARGUMENT, Integer.parseInt(length));
        };
    }

    /** Numbers of quotactl lie in a structure that depends on the command. */
    private static Part quota(String what, int width) {
        int getOrSetInfo = 1 << 5 | 1 << 6;
        int getOrSetQuota = 1 << 7 | 1 << 8;
        return switch (what) {
            case "file" -> new Part(PartKind.QUOTA, 0, 0, 1, 0);
            case "id" -> new Part(PartKind.QUOTA, 0, width, 2, 0);
            case "grace" -> new Part(PartKind.QUOTA, 0, width, 0, getOrSetInfo << 16);
            case "igrace" -> new Part(PartKind.QUOTA, 0, width, 0, getOrSetInfo << 16 | 8);
            case "flags" -> new Part(PartKind.QUOTA, 0, width, 0, getOrSetInfo << 16 | 16);
            case "format" -> new Part(PartKind.QUOTA, 0, width, 0, 1 << 4 << 16);
            default ->
                    new Part(
                            PartKind.QUOTA,
                            0,
                            width,
                            0,
                            getOrSetQuota << 16 | Integer.parseInt(what));
        };
    }

    private static Part moded(
            PartKind kind, int argument, int width, List<String> modes, String name) {
        return new Part(kind, argument, width, mode(modes, name), 0);
    }

    private static int mode(List<String> modes, String name) {
        int mode = modes.indexOf(name);
        if (mode < 0) {
            throw new IllegalArgumentException(name + " is none of " + modes);
        }
        return mode;
    }

    private static int place(String operand) {
        return switch (operand) {
            case "ret" -> RESULT;
            case "memory" -> IN_MEMORY;
            case "none" -> CALL_NUMBER;
            default -> Integer.parseInt(operand);
        };
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.engine.fields;

import static dev.kansoku.engine.fields.EventFields.bool;
import static dev.kansoku.engine.fields.EventFields.number;
import static dev.kansoku.engine.fields.EventFields.text;

import dev.kansoku.engine.EventContext;
import dev.kansoku.engine.state.FdState;
import dev.kansoku.engine.state.ThreadState;
import dev.kansoku.event.TextBuffer;
import dev.kansoku.event.start.FdType;
import dev.kansoku.filter.field.FieldValue;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** The process that made the call: {@code proc.*} but for ancestors and leaders. */
final class ProcessFields {
    private ProcessFields() {}

    static void add(Extractors into) {
        texts(into, "proc.name", ThreadState::comm);
        texts(into, "proc.exe", ThreadState::exe);
        texts(into, "proc.exepath", ThreadState::exepath);
        into.thread("proc.cwd", (_, t, out) -> text(t.cwd(), out));
        into.with(
                "proc.args", (argument, _) -> Pieces.of("proc.args", argument, ThreadState::args));
        into.with("proc.env", (argument, _) -> Pieces.environment(argument));
        into.thread("proc.cmdline", (_, t, out) -> commandLine(t, t.comm(), out));
        into.thread("proc.exeline", (_, t, out) -> commandLine(t, t.exe(), out));
        into.thread("proc.cmdnargs", (_, t, out) -> number(Pieces.count(t.args()), out));
        into.thread(
                "proc.cmdlenargs",
                (_, t, out) -> number(t.args().length - Pieces.count(t.args()), out));

        numbers(into, "proc.pid", ThreadState::pid);
        known(into, "proc.vpid", ThreadState::vpid);
        known(into, "proc.ppid", ThreadState::ppid);
        numbers(into, "proc.sid", ThreadState::sid);
        numbers(into, "proc.vpgid", ThreadState::vpgid);
        known(into, "proc.pgid", ThreadState::pgid);
        numbers(into, "proc.tty", ThreadState::tty);
        into.thread("proc.is_sid_leader", (_, t, out) -> bool(t.sid() == t.vpid(), out));
        into.thread("proc.is_vpgid_leader", (_, t, out) -> bool(t.vpgid() == t.vpid(), out));
        into.thread("proc.is_pgid_leader", (_, t, out) -> bool(t.pgid() == t.pid(), out));

        numbers(into, "proc.nchilds", ThreadState::childCount);
        numbers(into, "proc.nthreads", ThreadState::threadCount);
        numbers(into, "proc.fdopencount", ThreadState::fdOpenCount);
        numbers(into, "proc.fdlimit", ThreadState::fdLimit);
        into.thread(
                "proc.fdusage",
                (_, t, out) -> {
                    long limit = t.fdLimit();
                    if (limit <= 0) {
                        return false;
                    }
                    out.real(100.0 * t.fdOpenCount() / limit);
                    return true;
                });
        numbers(into, "proc.vmsize", ThreadState::vmSize);
        numbers(into, "proc.vmrss", ThreadState::vmRss);
        numbers(into, "proc.vmswap", ThreadState::vmSwap);

        into.thread("proc.is_exe_writable", (_, t, out) -> bool(t.exeWritable(), out));
        into.thread("proc.is_exe_upper_layer", (_, t, out) -> bool(t.exeUpperLayer(), out));
        into.thread("proc.is_exe_lower_layer", (_, t, out) -> bool(t.exeLowerLayer(), out));
        into.thread("proc.is_exe_from_memfd", (_, t, out) -> bool(t.exeFromMemfd(), out));
        positive(into, "proc.exe_ino", ThreadState::exeInode);
        positive(into, "proc.exe_ino.ctime", ThreadState::exeInodeCtime);
        positive(into, "proc.exe_ino.mtime", ThreadState::exeInodeMtime);
        positive(into, "proc.pidns_init_start_ts", ThreadState::pidnsStart);
        span(
                into,
                "proc.exe_ino.ctime_duration_proc_start",
                ThreadState::exeInodeCtime,
                ThreadState::startTimestamp);
        span(
                into,
                "proc.exe_ino.ctime_duration_pidns_start",
                ThreadState::exeInodeCtime,
                ThreadState::pidnsStart);

        positive(into, "proc.pid.ts", ThreadState::startTimestamp);
        into.thread("proc.duration", (c, t, out) -> age(c, t, out));
        into.thread(
                "proc.ppid.ts",
                (c, t, out) -> {
                    ThreadState parent = c.state().threads().parent(t);
                    return parent != null
                            && parent.startTimestamp() > 0
                            && number(parent.startTimestamp(), out);
                });
        into.thread(
                "proc.ppid.duration", (c, t, out) -> age(c, c.state().threads().parent(t), out));

        stream(into, "proc.stdin", 0);
        stream(into, "proc.stdout", 1);
        stream(into, "proc.stderr", 2);
    }

    /** The name of the program, a blank, and its arguments. */
    static boolean commandLine(ThreadState thread, byte[] program, FieldValue out) {
        TextBuffer text = out.text();
        text.put(program);
        if (thread.args().length > 0) {
            text.put(' ');
            Text.join(thread.args(), text);
        }
        out.textDone();
        return true;
    }

    private static boolean age(EventContext context, @Nullable ThreadState thread, FieldValue out) {
        if (thread == null || thread.startTimestamp() <= 0) {
            return false;
        }
        long age = context.event().timestamp() - thread.startTimestamp();
        return age >= 0 && number(age, out);
    }

    private static void texts(Extractors into, String name, Function<ThreadState, byte[]> value) {
        into.thread(name, (_, t, out) -> text(value.apply(t), out));
    }

    private static void numbers(Extractors into, String name, ToLongFunction<ThreadState> value) {
        into.thread(name, (_, t, out) -> number(value.applyAsLong(t), out));
    }

    /** A number that -1 stands for where it is not known. */
    private static void known(Extractors into, String name, ToLongFunction<ThreadState> value) {
        into.thread(
                name,
                (_, t, out) -> value.applyAsLong(t) >= 0 && number(value.applyAsLong(t), out));
    }

    /** A number that 0 stands for where it is not known. */
    private static void positive(Extractors into, String name, ToLongFunction<ThreadState> value) {
        into.thread(
                name, (_, t, out) -> value.applyAsLong(t) > 0 && number(value.applyAsLong(t), out));
    }

    private static void span(
            Extractors into,
            String name,
            ToLongFunction<ThreadState> from,
            ToLongFunction<ThreadState> to) {
        into.thread(
                name,
                (_, t, out) -> {
                    long span = to.applyAsLong(t) - from.applyAsLong(t);
                    return from.applyAsLong(t) > 0 && span >= 0 && number(span, out);
                });
    }

    /** The type and the name of one of the three standard fds. */
    private static void stream(Extractors into, String name, int fd) {
        into.thread(
                name + ".type",
                (_, t, out) -> {
                    FdState state = t.fds().get(fd);
                    return state != null
                            && state.type() != FdType.UNKNOWN
                            && text(FdFields.label(state.type()), out);
                });
        into.thread(
                name + ".name",
                (_, t, out) -> {
                    FdState state = t.fds().get(fd);
                    return state != null && text(state.name(), out);
                });
    }
}

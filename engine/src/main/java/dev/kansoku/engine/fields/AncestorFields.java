// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.engine.fields;

import static dev.kansoku.engine.fields.EventFields.ascii;
import static dev.kansoku.engine.fields.EventFields.bool;
import static dev.kansoku.engine.fields.EventFields.number;
import static dev.kansoku.engine.fields.EventFields.text;

import dev.kansoku.engine.EventContext;
import dev.kansoku.engine.state.ThreadState;
import dev.kansoku.engine.state.ThreadTable;
import dev.kansoku.filter.field.Extractor;
import dev.kansoku.filter.field.FieldArgumentException;
import dev.kansoku.filter.field.FieldValue;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * The processes above: parent, ancestors, and the leaders of session and process group. Walks end
 * after {@link #FARTHEST} steps, whatever the events said.
 */
final class AncestorFields {
    /** How far up ancestors are looked for. */
    private static final int FARTHEST = 512;

    private AncestorFields() {}

    /** Takes a value from an ancestor. */
    private interface OfAncestor {
        boolean extract(ThreadState ancestor, FieldValue out);
    }

    static void add(Extractors into) {
        OfAncestor name = (t, out) -> text(t.comm(), out);
        OfAncestor exe = (t, out) -> text(t.exe(), out);
        OfAncestor exepath = (t, out) -> text(t.exepath(), out);
        OfAncestor commandLine = (t, out) -> ProcessFields.commandLine(t, t.comm(), out);

        parent(into, "proc.pname", name);
        parent(into, "proc.pexe", exe);
        parent(into, "proc.pexepath", exepath);
        parent(into, "proc.pcmdline", commandLine);
        parent(into, "proc.pvpid", (t, out) -> t.vpid() >= 0 && number(t.vpid(), out));

        ancestor(into, "proc.aname", name);
        ancestor(into, "proc.aexe", exe);
        ancestor(into, "proc.aexepath", exepath);
        ancestor(into, "proc.apid", (t, out) -> number(t.pid(), out));
        composed(into, "proc.acmdline", commandLine);
        composed(into, "proc.aargs", (t, out) -> Pieces.joined(t.args(), out));
        into.with(
                "proc.is_descendant_of",
                (argument, _) -> {
                    long pid = Arguments.number("proc.is_descendant_of", argument);
                    return Extractors.ofThread(
                            (c, t, out) -> bool(descends(c.state().threads(), t, pid), out));
                });
        into.with("proc.aenv", (argument, _) -> environment(argument));
        into.thread("proc.loginshellid", AncestorFields::loginShell);

        leader(into, "proc.sname", ThreadState::sid, name);
        leader(into, "proc.sid.exe", ThreadState::sid, exe);
        leader(into, "proc.sid.exepath", ThreadState::sid, exepath);
        leader(into, "proc.vpgid.name", ThreadState::vpgid, name);
        leader(into, "proc.vpgid.exe", ThreadState::vpgid, exe);
        leader(into, "proc.vpgid.exepath", ThreadState::vpgid, exepath);
        leader(into, "proc.pgid.name", ThreadState::pgid, name);
        leader(into, "proc.pgid.exe", ThreadState::pgid, exe);
        leader(into, "proc.pgid.exepath", ThreadState::pgid, exepath);
    }

    private static void parent(Extractors into, String name, OfAncestor value) {
        into.thread(
                name,
                (c, t, out) -> {
                    ThreadState parent = c.state().threads().parent(t);
                    return parent != null && value.extract(parent, out);
                });
    }

    /** One ancestor with a number, 0 the process itself; without a number all of them. */
    private static void ancestor(Extractors into, String name, OfAncestor value) {
        into.with(
                name,
                (argument, _) ->
                        argument == null
                                ? Extractors.ofThread((c, t, out) -> all(c, t, value, out))
                                : numbered(name, argument, value));
    }

    /** As {@link #ancestor}; without a number the parent alone, since its text is composed. */
    private static void composed(Extractors into, String name, OfAncestor value) {
        into.with(name, (argument, _) -> numbered(name, argument == null ? "1" : argument, value));
    }

    private static Extractor<EventContext> numbered(String name, String argument, OfAncestor value)
            throws FieldArgumentException {
        long steps = Math.min(Arguments.number(name, argument), FARTHEST);
        return Extractors.ofThread(
                (c, t, out) -> {
                    ThreadState at = up(c.state().threads(), t, steps);
                    return at != null && value.extract(at, out);
                });
    }

    private static @Nullable ThreadState up(ThreadTable threads, ThreadState from, long steps) {
        ThreadState at = from;
        for (long i = 0; i < steps && at != null; i++) {
            at = threads.parent(at);
        }
        return at;
    }

    /** Whether a process is among the ancestors; it is not its own. */
    private static boolean descends(ThreadTable threads, ThreadState thread, long pid) {
        ThreadState at = threads.parent(thread);
        for (int i = 0; i < FARTHEST && at != null; i++) {
            if (at.pid() == pid && pid != thread.pid()) {
                return true;
            }
            at = threads.parent(at);
        }
        return false;
    }

    private static boolean all(
            EventContext context, ThreadState thread, OfAncestor value, FieldValue out) {
        ThreadTable threads = context.state().threads();
        ThreadState at = threads.parent(thread);
        for (int i = 0; i < FARTHEST && at != null; i++) {
            value.extract(at, out);
            at = threads.parent(at);
        }
        return out.size() > 0;
    }

    /** An ancestor's environment by number, or the nearest value of a variable by name. */
    private static Extractor<EventContext> environment(@Nullable String argument)
            throws FieldArgumentException {
        if (argument == null || Arguments.isNumber(argument)) {
            return numbered(
                    "proc.aenv",
                    argument == null ? "1" : argument,
                    (t, out) -> Pieces.joined(t.env(), out));
        }
        byte[] prefix = ascii(argument + "=");
        return Extractors.ofThread(
                (c, t, out) -> {
                    ThreadTable threads = c.state().threads();
                    ThreadState at = threads.parent(t);
                    for (int i = 0; i < FARTHEST && at != null; i++) {
                        if (Pieces.variable(at.env(), prefix, out)) {
                            return true;
                        }
                        at = threads.parent(at);
                    }
                    return false;
                });
    }

    /** The uppermost shell among the process and its ancestors. */
    private static boolean loginShell(EventContext context, ThreadState thread, FieldValue out) {
        ThreadTable threads = context.state().threads();
        long shell = -1;
        ThreadState at = thread;
        for (int i = 0; i < FARTHEST && at != null; i++) {
            byte[] comm = at.comm();
            int length = comm.length;
            if (length >= 2 && comm[length - 2] == 's' && comm[length - 1] == 'h') {
                shell = at.pid();
            }
            at = threads.parent(at);
        }
        return shell >= 0 && number(shell, out);
    }

    /**
     * The leader of a session or group: the process of that number, or where it is gone the
     * uppermost ancestor that is still in it.
     */
    private static void leader(
            Extractors into, String name, ToLongFunction<ThreadState> of, OfAncestor value) {
        into.thread(
                name,
                (c, t, out) -> {
                    ThreadTable threads = c.state().threads();
                    long id = of.applyAsLong(t);
                    ThreadState leader = id > 0 ? threads.get(id) : null;
                    if (leader == null) {
                        leader = uppermost(threads, t, of);
                    }
                    return value.extract(leader, out);
                });
    }

    private static ThreadState uppermost(
            ThreadTable threads, ThreadState from, ToLongFunction<ThreadState> of) {
        long id = of.applyAsLong(from);
        ThreadState found = from;
        ThreadState at = threads.parent(from);
        for (int i = 0; i < FARTHEST && at != null && of.applyAsLong(at) == id; i++) {
            found = at;
            at = threads.parent(at);
        }
        return found;
    }
}

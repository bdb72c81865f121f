// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.engine.fields;

import static dev.kansoku.engine.fields.EventFields.ascii;
import static dev.kansoku.engine.fields.EventFields.bool;
import static dev.kansoku.engine.fields.EventFields.number;

import dev.kansoku.engine.state.ThreadState;
import dev.kansoku.event.TextBuffer;
import dev.kansoku.filter.field.FieldValue;
import java.util.function.ToLongFunction;

/** The thread that made the call. */
final class ThreadFields {
    /** Capabilities by bit. */
    private static final byte[][] CAPABILITIES =
            Capabilities.NAMES.stream().map(EventFields::ascii).toArray(byte[][]::new);

    private static final int KIB = 1024;

    private ThreadFields() {}

    static void add(Extractors into) {
        into.plain("thread.tid", (c, out) -> number(c.event().tid(), out));
        into.thread("thread.vtid", (_, t, out) -> t.vtid() >= 0 && number(t.vtid(), out));
        into.thread("thread.ismain", (_, t, out) -> bool(t.tid() == t.pid(), out));
        into.thread(
                "thread.nametid",
                (_, t, out) -> {
                    out.text().put(t.comm()).decimal(t.tid());
                    out.textDone();
                    return true;
                });
        into.thread("thread.exectime", (_, _, out) -> number(0, out));
        into.thread("thread.totexectime", (_, _, out) -> number(0, out));
        into.thread("thread.pfmajor", (_, t, out) -> number(t.majorFaults(), out));
        into.thread("thread.pfminor", (_, t, out) -> number(t.minorFaults(), out));
        memory(into, "thread.vmsize", ThreadState::vmSize);
        memory(into, "thread.vmrss", ThreadState::vmRss);
        into.thread(
                "thread.cgroups",
                (_, t, out) -> t.cgroups().length > 0 && Pieces.joined(t.cgroups(), out));
        into.with(
                "thread.cgroup",
                (argument, _) -> {
                    byte[] prefix = ascii(argument + "=");
                    return Extractors.ofThread(
                            (_, t, out) -> Pieces.variable(t.cgroups(), prefix, out));
                });
        capabilities(into, "thread.cap_effective", ThreadState::capEffective);
        capabilities(into, "thread.cap_permitted", ThreadState::capPermitted);
        capabilities(into, "thread.cap_inheritable", ThreadState::capInheritable);
        into.with("thread.cpu", (_, _) -> new ThreadLoad(true, true));
        into.with("thread.cpu.user", (_, _) -> new ThreadLoad(true, false));
        into.with("thread.cpu.system", (_, _) -> new ThreadLoad(false, true));
    }

    /** Memory belongs to the process: other threads than the main one show 0, so that sums hold. */
    private static void memory(
            Extractors into, String name, ToLongFunction<ThreadState> kilobytes) {
        into.thread(name, (_, t, out) -> number(ofMain(t, kilobytes), out));
        into.thread(name + ".b", (_, t, out) -> number(ofMain(t, kilobytes) * KIB, out));
    }

    private static long ofMain(ThreadState thread, ToLongFunction<ThreadState> value) {
        return thread.tid() == thread.pid() ? value.applyAsLong(thread) : 0;
    }

    private static void capabilities(
            Extractors into, String name, ToLongFunction<ThreadState> set) {
        into.thread(name, (_, t, out) -> names(set.applyAsLong(t), out));
    }

    private static boolean names(long set, FieldValue out) {
        TextBuffer text = out.text();
        for (int bit = 0; bit < CAPABILITIES.length; bit++) {
            if ((set >>> bit & 1) != 0) {
                if (!text.isEmpty()) {
                    text.put(' ');
                }
                text.put(CAPABILITIES[bit]);
            }
        }
        out.textDone();
        return true;
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.engine.fields;

import static dev.kansoku.engine.fields.EventFields.ascii;
import static dev.kansoku.engine.fields.EventFields.bool;
import static dev.kansoku.engine.fields.EventFields.number;
import static dev.kansoku.engine.fields.EventFields.text;

import dev.kansoku.engine.EventContext;
import dev.kansoku.engine.state.ContainerKey;
import dev.kansoku.engine.state.ContainerLabels;
import dev.kansoku.engine.state.ContainerState;
import dev.kansoku.engine.state.ThreadState;
import dev.kansoku.event.TextBuffer;
import dev.kansoku.filter.field.Extractor;
import dev.kansoku.filter.field.FieldValue;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The container a process runs in. Its id stands in the process's cgroups: runtimes name the cgroup
 * of a container by 64 hexadecimal digits, of which the first twelve are shown, or by a name. The
 * rest is what an event of the capture told of the container, and missing where none did.
 */
final class ContainerFields {
    private static final byte[] HOST = ascii("host");

    private ContainerFields() {}

    /** Takes a value from a container. */
    interface OfContainer {
        boolean extract(EventContext context, ContainerState container, FieldValue out);
    }

    static void add(Extractors into) {
        into.plain(
                "container.id",
                (c, out) -> {
                    if (c.state().thread() == null) {
                        ContainerState container = c.state().container();
                        return container != null && put(container.id(), out);
                    }
                    id(c, out);
                    out.textDone();
                    return true;
                });
        into.plain("container.full_id", ContainerFields::fullId);
        ofHost(into, "container.name", ContainerState::name);
        ofHost(into, "container.type", ContainerState::type);
        told(into, "container.image", c -> c.image().name());
        told(into, "container.image.id", c -> c.image().id());
        told(into, "container.image.repository", c -> c.image().repository());
        told(into, "container.image.tag", c -> c.image().tag());
        told(into, "container.image.digest", c -> c.image().digest());
        told(into, "container.ip", ContainerState::ip);
        told(into, "container.cni.json", ContainerState::cni);
        truth(into, "container.privileged", ContainerState::privileged);
        truth(into, "container.host_pid", ContainerState::hostPid);
        truth(into, "container.host_network", ContainerState::hostNetwork);
        truth(into, "container.host_ipc", ContainerState::hostIpc);
        into.with(
                "container.label",
                (argument, _) ->
                        of((_, container, out) -> label(container.labels(), argument, out)));
        told(into, "container.labels", c -> c.labels().joined());
        into.thread(
                "container.start_ts",
                (c, t, out) -> isContainersOwn(c, t) && number(t.pidnsStart(), out));
        into.thread(
                "container.duration",
                (c, t, out) ->
                        isContainersOwn(c, t)
                                && c.event().timestamp() >= t.pidnsStart()
                                && number(c.event().timestamp() - t.pidnsStart(), out));
    }

    /** A field that is missing where nothing told of the container. */
    static Extractor<EventContext> of(OfContainer value) {
        return (c, out) -> {
            ContainerState container = c.state().container();
            return container != null && value.extract(c, container, out);
        };
    }

    private static boolean fullId(EventContext context, FieldValue out) {
        ThreadState thread = context.state().thread();
        if (thread == null) {
            ContainerState container = context.state().container();
            return container != null && put(container.fullId(), out);
        }
        ContainerKey key = context.state().containers().key(thread);
        if (key == null) {
            return !thread.placeholder() && text(HOST, out);
        }
        out.bytes(key.id(), 0, key.id().length);
        return true;
    }

    /**
     * Writes the id: {@code host} outside of containers, nothing for a thread nobody introduced.
     */
    static void id(EventContext context, FieldValue out) {
        ThreadState thread = context.state().thread();
        TextBuffer text = out.text();
        if (thread == null || thread.placeholder()) {
            return;
        }
        ContainerKey key = context.state().containers().key(thread);
        if (key == null) {
            text.put(HOST);
        } else {
            text.put(key.id(), 0, key.shortLength());
        }
    }

    static boolean isInContainer(EventContext context, ThreadState thread) {
        return context.state().containers().key(thread) != null;
    }

    /** Whether the thread's pid namespace is known, and is that of a container. */
    private static boolean isContainersOwn(EventContext context, ThreadState thread) {
        return thread.pidnsStart() > 0 && isInContainer(context, thread);
    }

    /** A text of the container, {@code host} outside of containers. */
    private static void ofHost(
            Extractors into, String name, Function<ContainerState, String> value) {
        into.plain(
                name,
                (c, out) -> {
                    ThreadState thread = c.state().thread();
                    if (thread != null && !isInContainer(c, thread)) {
                        return !thread.placeholder() && text(HOST, out);
                    }
                    ContainerState container = c.state().container();
                    return container != null && put(value.apply(container), out);
                });
    }

    static void told(Extractors into, String name, Function<ContainerState, String> value) {
        into.plain(name, of((_, container, out) -> put(value.apply(container), out)));
    }

    private static void truth(
            Extractors into, String name, Function<ContainerState, @Nullable Boolean> value) {
        into.plain(
                name,
                of(
                        (_, container, out) -> {
                            Boolean known = value.apply(container);
                            return known != null && bool(known, out);
                        }));
    }

    /** A text, missing where it is empty. */
    static boolean put(String text, FieldValue out) {
        if (text.isEmpty()) {
            return false;
        }
        out.text().put(text);
        out.textDone();
        return true;
    }

    static boolean label(ContainerLabels labels, @Nullable String name, FieldValue out) {
        String value = name == null ? null : labels.value(name);
        if (value == null) {
            return false;
        }
        out.text().put(value);
        out.textDone();
        return true;
    }
}

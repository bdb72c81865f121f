// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.engine.fields;

import dev.kansoku.engine.EventContext;
import dev.kansoku.engine.state.ContainerLabels;
import dev.kansoku.engine.state.ContainerState;
import dev.kansoku.engine.state.KubernetesObject;
import dev.kansoku.engine.state.PodState;
import dev.kansoku.engine.state.ThreadState;
import dev.kansoku.engine.state.WorkloadKind;
import dev.kansoku.filter.field.Extractor;
import dev.kansoku.filter.field.FieldValue;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The pod a process runs in: what the Kubernetes API told of it, and where that is not known what
 * its container's labels tell. Who made the pod and who serves through it only the API tells.
 */
final class KubernetesFields {
    private static final String NAME = "io.kubernetes.pod.name";
    private static final String NAMESPACE = "io.kubernetes.pod.namespace";
    private static final String UID = "io.kubernetes.pod.uid";

    /** The fields of the family's older tools, and those of its plugin for Kubernetes. */
    private static final String OLDER = "k8s.";

    private static final String NEWER = "k8smeta.";

    private static final byte[] NO_UID = {};

    private KubernetesFields() {}

    /** A text of the pod, empty where it is not known. */
    private interface Told {
        String of(PodState pod);
    }

    /** What is told of one object that a pod belongs to. */
    private interface OfObject {
        @Nullable KubernetesObject of(PodState pod);
    }

    static void add(Extractors into) {
        pod(into);
        sandbox(into);
        namespace(into);
        for (WorkloadKind kind : WorkloadKind.values()) {
            OfObject owner = pod -> pod.owner(kind);
            object(into, OLDER + kind.word() + ".", "id", owner);
            labels(into, OLDER + kind.word() + ".", owner);
        }
        for (WorkloadKind kind :
                List.of(
                        WorkloadKind.DEPLOYMENT,
                        WorkloadKind.REPLICA_SET,
                        WorkloadKind.REPLICATION_CONTROLLER)) {
            OfObject owner = pod -> pod.owner(kind);
            object(into, NEWER + kind.word() + ".", "uid", owner);
            labelList(into, NEWER + kind.word() + ".", owner);
        }
        ServiceFields.add(into);
    }

    private static void pod(Extractors into) {
        Extractor<EventContext> name = told(PodState::name, NAME);
        Extractor<EventContext> uid = KubernetesFields::uid;
        Extractor<EventContext> ip = KubernetesFields::ip;
        into.plain("k8s.pod.name", name);
        into.plain("k8s.pod.uid", uid);
        into.plain("k8s.pod.id", uid);
        into.plain("k8s.pod.ip", ip);
        into.with("k8s.pod.label", (argument, _) -> podLabel(argument));
        into.plain("k8s.pod.labels", (c, out) -> ContainerFields.put(podLabels(c).joined(), out));
        into.plain(
                "k8s.node.name",
                (c, out) -> {
                    PodState pod = c.state().pod();
                    return pod != null && ContainerFields.put(pod.node(), out);
                });
        into.plain("k8smeta.pod.name", name);
        into.plain("k8smeta.pod.uid", uid);
        into.plain("k8smeta.pod.ip", ip);
        into.with("k8smeta.pod.label", (argument, _) -> podLabel(argument));
        into.plain("k8smeta.pod.labels", (c, out) -> TextList.labels(podLabels(c), out));
    }

    private static void sandbox(Extractors into) {
        ContainerFields.told(into, "k8s.pod.sandbox_id", ContainerState::shortSandboxId);
        ContainerFields.told(into, "k8s.pod.full_sandbox_id", ContainerState::sandboxId);
        into.plain(
                "k8s.pod.cni.json",
                ContainerFields.of(
                        (c, container, out) ->
                                ContainerFields.put(sandbox(c, container).cni(), out)));
    }

    private static void namespace(Extractors into) {
        Extractor<EventContext> name = told(pod -> pod.namespace().name(), NAMESPACE);
        Extractor<EventContext> uid = text(PodState::namespace, KubernetesObject::uid);
        into.plain("k8s.ns.name", name);
        into.plain("k8s.ns.id", uid);
        labels(into, "k8s.ns.", PodState::namespace);
        into.plain("k8smeta.ns.name", name);
        into.plain("k8smeta.ns.uid", uid);
        labelList(into, "k8smeta.ns.", PodState::namespace);
    }

    private static void object(Extractors into, String prefix, String id, OfObject of) {
        into.plain(prefix + "name", text(of, KubernetesObject::name));
        into.plain(prefix + id, text(of, KubernetesObject::uid));
    }

    private static void labels(Extractors into, String prefix, OfObject of) {
        into.with(prefix + "label", (argument, _) -> label(of, argument));
        into.plain(prefix + "labels", text(of, object -> object.labels().joined()));
    }

    private static void labelList(Extractors into, String prefix, OfObject of) {
        into.with(prefix + "label", (argument, _) -> label(of, argument));
        into.plain(
                prefix + "labels",
                (c, out) -> {
                    KubernetesObject object = object(c, of);
                    return object != null && TextList.labels(object.labels(), out);
                });
    }

    /** A text of an object. */
    private interface OfText {
        String of(KubernetesObject object);
    }

    private static Extractor<EventContext> text(OfObject of, OfText text) {
        return (c, out) -> {
            KubernetesObject object = object(c, of);
            return object != null && ContainerFields.put(text.of(object), out);
        };
    }

    private static Extractor<EventContext> label(OfObject of, @Nullable String name) {
        return (c, out) -> {
            KubernetesObject object = object(c, of);
            return object != null && ContainerFields.label(object.labels(), name, out);
        };
    }

    private static @Nullable KubernetesObject object(EventContext context, OfObject of) {
        PodState pod = context.state().pod();
        return pod == null ? null : of.of(pod);
    }

    /** What the API told, or else a label of the container. */
    private static Extractor<EventContext> told(Told told, String label) {
        return (c, out) -> {
            PodState pod = c.state().pod();
            if (pod != null && !told.of(pod).isEmpty()) {
                return ContainerFields.put(told.of(pod), out);
            }
            ContainerState container = c.state().container();
            return container != null && ContainerFields.label(container.labels(), label, out);
        };
    }

    /** The cgroups tell it even of a pod of which nothing else is known. */
    private static boolean uid(EventContext context, FieldValue out) {
        ThreadState thread = context.state().thread();
        byte[] uid = thread == null ? NO_UID : thread.podUid();
        if (uid.length > 0) {
            out.bytes(uid);
            return true;
        }
        PodState pod = context.state().pod();
        if (pod != null) {
            return ContainerFields.put(pod.uid(), out);
        }
        ContainerState container = context.state().container();
        return container != null && ContainerFields.label(container.labels(), UID, out);
    }

    private static Extractor<EventContext> podLabel(@Nullable String name) {
        return (c, out) -> ContainerFields.label(podLabels(c), name, out);
    }

    private static ContainerLabels podLabels(EventContext context) {
        PodState pod = context.state().pod();
        if (pod != null && !pod.labels().isEmpty()) {
            return pod.labels();
        }
        ContainerState container = context.state().container();
        if (container == null) {
            return ContainerLabels.NONE;
        }
        ContainerLabels labels = sandbox(context, container).podLabels();
        return labels.isEmpty() ? container.podLabels() : labels;
    }

    private static boolean ip(EventContext context, FieldValue out) {
        PodState pod = context.state().pod();
        if (pod != null && !pod.ip().isEmpty()) {
            return ContainerFields.put(pod.ip(), out);
        }
        ContainerState container = context.state().container();
        if (container == null) {
            return false;
        }
        boolean inPod =
                pod != null
                        || !container.sandboxId().isEmpty()
                        || !container.cni().isEmpty()
                        || container.labels().value(NAME) != null;
        return inPod && ContainerFields.put(sandbox(context, container).ip(), out);
    }

    /**
     * The container that holds the pod's namespaces and knows more of them, where the one at hand
     * does not know them and that one is known; else the one at hand.
     */
    private static ContainerState sandbox(EventContext context, ContainerState container) {
        if (!container.cni().isEmpty() || container.sandboxId().isEmpty()) {
            return container;
        }
        ContainerState sandbox = context.state().containers().find(container.sandboxId());
        return sandbox == null ? container : sandbox;
    }
}

package dev.kansoku.engine.fields;

import dev.kansoku.engine.EventContext;
import dev.kansoku.engine.state.ContainerLabels;
import dev.kansoku.engine.state.ContainerState;
import java.util.List;

/**
 * The pod a process runs in, as far as its container's labels tell. What only the Kubernetes API
 * knows, such as deployments, is missing.
 */
final class KubernetesFields {
    private static final String NAME = "io.kubernetes.pod.name";
    private static final String NAMESPACE = "io.kubernetes.pod.namespace";
    private static final String UID = "io.kubernetes.pod.uid";

    /** Kinds of objects of which no source tells anything. */
    private static final List<String> UNKNOWN = List.of("rc", "rs", "svc", "deployment");

    private KubernetesFields() {}

    static void add(Extractors into) {
        label(into, "k8s.ns.name", NAMESPACE);
        label(into, "k8s.pod.name", NAME);
        label(into, "k8s.pod.uid", UID);
        label(into, "k8s.pod.id", UID);
        ContainerFields.told(into, "k8s.pod.sandbox_id", ContainerState::shortSandboxId);
        ContainerFields.told(into, "k8s.pod.full_sandbox_id", ContainerState::sandboxId);
        into.plain(
                "k8s.pod.ip",
                ContainerFields.of(
                        (c, container, out) -> ContainerFields.put(ip(c, container), out)));
        into.plain(
                "k8s.pod.cni.json",
                ContainerFields.of(
                        (c, container, out) ->
                                ContainerFields.put(sandbox(c, container).cni(), out)));
        into.with(
                "k8s.pod.label",
                (argument, _) ->
                        ContainerFields.of(
                                (c, container, out) ->
                                        ContainerFields.label(
                                                podLabels(c, container), argument, out)));
        into.plain(
                "k8s.pod.labels",
                ContainerFields.of(
                        (c, container, out) ->
                                ContainerFields.put(podLabels(c, container).joined(), out)));
        missing(into, "ns", "id", "label", "labels");
        for (String kind : UNKNOWN) {
            missing(into, kind, "name", "id", "label", "labels");
        }
    }

    private static void label(Extractors into, String name, String label) {
        into.plain(
                name,
                ContainerFields.of(
                        (_, container, out) ->
                                ContainerFields.label(container.labels(), label, out)));
    }

    private static void missing(Extractors into, String kind, String... parts) {
        for (String part : parts) {
            into.plain("k8s." + kind + "." + part, (_, _) -> false);
        }
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

    private static String ip(EventContext context, ContainerState container) {
        boolean inPod =
                !container.sandboxId().isEmpty()
                        || !container.cni().isEmpty()
                        || container.labels().value(NAME) != null;
        return inPod ? sandbox(context, container).ip() : "";
    }

    private static ContainerLabels podLabels(EventContext context, ContainerState container) {
        ContainerLabels labels = sandbox(context, container).podLabels();
        return labels.isEmpty() ? container.podLabels() : labels;
    }
}

package dev.kansoku.engine.state;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an event told of one container. Texts are empty and truths null where it did not say.
 * Immutable.
 *
 * @param id the first twelve digits of its id, as its runtime shows it
 * @param fullId the whole id
 * @param type its runtime, such as {@code docker}
 * @param privileged whether it has all rights of the machine
 * @param ip its first IPv4 address
 * @param cni what the network plugin of its pod answered, as JSON
 * @param sandboxId the whole id of the container that holds its pod's namespaces
 * @param hostPid whether it is in the machine's pid namespace
 * @param hostNetwork whether it is in the machine's network namespace
 * @param hostIpc whether it is in the machine's IPC namespace
 * @param labels by name, in the order of their names
 * @param podLabels those of its pod
 */
public record ContainerState(
        String id,
        String fullId,
        String name,
        String type,
        Image image,
        @Nullable Boolean privileged,
        String ip,
        String cni,
        String sandboxId,
        @Nullable Boolean hostPid,
        @Nullable Boolean hostNetwork,
        @Nullable Boolean hostIpc,
        List<Mount> mounts,
        Map<String, String> labels,
        Map<String, String> podLabels,
        List<Probe> probes) {

    /**
     * What a container was made from.
     *
     * @param name as it was asked for, such as {@code nginx:1.27}
     * @param id of its layers
     * @param repository the name without tag and digest
     */
    public record Image(String name, String id, String repository, String tag, String digest) {}

    /**
     * A folder of the machine inside the container.
     *
     * @param source where it lies on the machine
     * @param destination where the container sees it
     */
    public record Mount(
            String source, String destination, String mode, boolean writable, String propagation) {}

    /** What asks whether a container is well. */
    public enum ProbeKind {
        HEALTHCHECK("Healthcheck"),
        LIVENESS("LivenessProbe"),
        READINESS("ReadinessProbe");

        /** What descriptions call it. */
        private final String key;

        ProbeKind(String key) {
            this.key = key;
        }

        String key() {
            return key;
        }
    }

    /** The command of a probe. */
    public record Probe(ProbeKind kind, String exe, List<String> args) {}

    /** The first twelve digits of {@link #sandboxId}, or less. */
    public String shortSandboxId() {
        return sandboxId.length() > ContainerTable.SHORT_ID
                ? sandboxId.substring(0, ContainerTable.SHORT_ID)
                : sandboxId;
    }

    /** The probe of a kind, null where there is none. */
    public @Nullable Probe probe(ProbeKind kind) {
        for (Probe probe : probes) {
            if (probe.kind() == kind) {
                return probe;
            }
        }
        return null;
    }
}

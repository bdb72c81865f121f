package dev.kansoku.engine.state;

import org.jspecify.annotations.Nullable;

/**
 * What the path of a control group says of a container.
 *
 * @param id the whole id, or the name for runtimes that have no other id
 * @param shortId the first twelve digits of the id, or the whole of a shorter one
 * @param type what {@code container.type} shows where the path tells, else empty
 */
public record ContainerId(String id, String shortId, String type) {
    ContainerId(String id, String type) {
        this(
                id,
                id.length() > ContainerTable.SHORT_ID
                        ? id.substring(0, ContainerTable.SHORT_ID)
                        : id,
                type);
    }

    /**
     * Finds the container in the cgroups of a process, {@code subsystem=path} with a NUL behind
     * each as events give them; null outside of containers.
     */
    public static @Nullable ContainerId of(byte[] cgroups) {
        return new CgroupText(cgroups).container();
    }
}

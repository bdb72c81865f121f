// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.containers.kubernetes;

import dev.kansoku.engine.state.ContainerLabels;
import dev.kansoku.engine.state.KubernetesObject;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The services that reach pods by a selector. Not thread-safe. */
final class Services {
    private static final int MOST = 20_000;

    /** Memory that they may take together, in bytes, about. */
    private static final long MOST_BYTES = 16 << 20;

    /** Services of one pod that are told of. */
    private static final int MOST_OF_ONE = 64;

    private record Service(KubernetesObject object, Map<String, String> selector, int weight) {
        boolean selects(Map<String, String> labels) {
            for (Map.Entry<String, String> wanted : selector.entrySet()) {
                if (!wanted.getValue().equals(labels.get(wanted.getKey()))) {
                    return false;
                }
            }
            return true;
        }
    }

    private final Map<String, Map<String, Service>> byNamespace = new HashMap<>();
    private int size;
    private long bytes;
    private long notKept;

    /**
     * Takes a service as it is now.
     *
     * @return which pods' labels it concerned before or concerns now; null for none
     */
    @Nullable Concern put(ApiObject object) {
        Concern before = remove(object);
        if (object.selector().isEmpty()) {
            return before;
        }
        int weight = weight(object);
        if (size >= MOST || bytes + weight > MOST_BYTES) {
            notKept++;
            return before;
        }
        Service service =
                new Service(
                        new KubernetesObject(
                                object.name(), object.uid(), ContainerLabels.of(object.labels())),
                        Map.copyOf(object.selector()),
                        weight);
        byNamespace
                .computeIfAbsent(object.namespace(), _ -> new HashMap<>())
                .put(object.uid(), service);
        size++;
        bytes += weight;
        return labels -> (before != null && before.with(labels)) || service.selects(labels);
    }

    /** Whether a change of a service concerns pods. */
    interface Concern {
        boolean with(Map<String, String> labels);
    }

    @Nullable Concern remove(ApiObject object) {
        Map<String, Service> of = byNamespace.get(object.namespace());
        Service known = of == null ? null : of.remove(object.uid());
        if (of == null || known == null) {
            return null;
        }
        if (of.isEmpty()) {
            byNamespace.remove(object.namespace());
        }
        size--;
        bytes -= known.weight();
        return known::selects;
    }

    /** Forgets all but these. */
    void only(Set<String> uids) {
        for (Map<String, Service> services : byNamespace.values()) {
            services.entrySet()
                    .removeIf(
                            entry -> {
                                boolean gone = !uids.contains(entry.getKey());
                                if (gone) {
                                    size--;
                                    bytes -= entry.getValue().weight();
                                }
                                return gone;
                            });
        }
        byNamespace.values().removeIf(Map::isEmpty);
    }

    /** The services that reach a pod, in the order of their names. */
    List<KubernetesObject> of(String namespace, Map<String, String> labels) {
        Map<String, Service> services = byNamespace.get(namespace);
        if (services == null) {
            return List.of();
        }
        List<KubernetesObject> found = new ArrayList<>();
        for (Service service : services.values()) {
            if (service.selects(labels)) {
                found.add(service.object());
            }
        }
        found.sort(Comparator.comparing(KubernetesObject::name));
        return found.size() > MOST_OF_ONE ? found.subList(0, MOST_OF_ONE) : found;
    }

    int size() {
        return size;
    }

    /** How many found no room. */
    long notKept() {
        return notKept;
    }

    private static int weight(ApiObject object) {
        int weight = 256 + object.name().length() + object.uid().length();
        return weight + 3 * weight(object.labels()) + weight(object.selector());
    }

    private static int weight(Map<String, String> pairs) {
        int weight = 0;
        for (Map.Entry<String, String> pair : pairs.entrySet()) {
            weight += 96 + pair.getKey().length() + pair.getValue().length();
        }
        return weight;
    }
}

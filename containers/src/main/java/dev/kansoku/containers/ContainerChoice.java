// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.containers;

import dev.kansoku.engine.state.ContainerState;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Containers and pods by their names. Immutable.
 *
 * @param containers names, whole ids, or at least the first twelve digits of ids
 * @param pods names, or namespace and name with a slash between
 */
public record ContainerChoice(List<String> containers, List<String> pods) {
    public static final ContainerChoice NONE = new ContainerChoice(List.of(), List.of());

    private static final int SHORT_ID = 12;
    private static final String POD = "io.kubernetes.pod.name";
    private static final String NAMESPACE = "io.kubernetes.pod.namespace";

    public ContainerChoice {
        containers = List.copyOf(containers);
        pods = List.copyOf(pods);
    }

    public boolean isEmpty() {
        return containers.isEmpty() && pods.isEmpty();
    }

    /** All of them for people, each with what it is. */
    List<String> described() {
        List<String> all = new ArrayList<>();
        containers.forEach(name -> all.add(container(name)));
        pods.forEach(name -> all.add(pod(name)));
        return all;
    }

    /** Which of them, as {@link #described}, a container is or belongs to. */
    List<String> matching(ContainerState container) {
        List<String> matching = new ArrayList<>();
        for (String name : containers) {
            if (container.name().equals(name) || isId(name, container.fullId())) {
                matching.add(container(name));
            }
        }
        for (String name : pods) {
            if (isPod(name, container)) {
                matching.add(pod(name));
            }
        }
        return matching;
    }

    private static String container(String name) {
        return "container " + name;
    }

    private static String pod(String name) {
        return "pod " + name;
    }

    private static boolean isId(String given, String id) {
        return given.equals(id) || (given.length() >= SHORT_ID && id.startsWith(given));
    }

    private static boolean isPod(String given, ContainerState container) {
        String name = label(container, POD);
        String namespace = label(container, NAMESPACE);
        int slash = given.indexOf('/');
        if (name == null) {
            return false;
        }
        return slash < 0
                ? given.equals(name)
                : given.substring(0, slash).equals(namespace)
                        && given.substring(slash + 1).equals(name);
    }

    private static @Nullable String label(ContainerState container, String label) {
        String own = container.labels().value(label);
        return own == null ? container.podLabels().value(label) : own;
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.cli.request;

import dev.kansoku.cli.console.UsageException;
import dev.kansoku.cli.option.Arguments;
import dev.kansoku.containers.AnnouncingSource;
import dev.kansoku.containers.ContainerChoice;
import dev.kansoku.containers.RuntimeOptions;
import dev.kansoku.containers.kubernetes.KubernetesOptions;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whom a live capture asks about containers and pods.
 *
 * @param wanted whether anyone is asked
 * @param runtimes where runtimes are looked for
 * @param kubernetes how the Kubernetes API is reached, as far as that was said
 * @param hold how long a container's first event is held back for its name, in nanoseconds
 * @param in the containers and pods that are observed
 * @param out those that are left out
 */
public record ContainerRequest(
        boolean wanted,
        RuntimeOptions runtimes,
        KubernetesOptions kubernetes,
        long hold,
        ContainerChoice in,
        ContainerChoice out) {
    /** Options that a replay has no use for. */
    public static final List<String> OPTIONS =
            List.of(
                    "no-containers",
                    "container-socket",
                    "container-hold",
                    "host-root",
                    "k8s-api",
                    "k8s-node",
                    "k8s-ca",
                    "k8s-token",
                    "k8s-cert",
                    "k8s-key");

    private static final long LONGEST_HOLD_MILLIS = 10_000;
    private static final long NANOS_PER_MILLI = 1_000_000;

    /** Classes of fields that show what a runtime told. */
    private static final Set<String> CLASSES =
            Set.of("container", "k8s", "k8smeta", "user", "group");

    public static ContainerRequest read(Arguments arguments) throws UsageException {
        String root = arguments.value("host-root");
        if (root != null && !root.startsWith("/")) {
            throw new UsageException(
                    "option --host-root takes a whole path, such as /host, not \"" + root + "\"");
        }
        ContainerChoice in = choice(arguments, "");
        ContainerChoice out = choice(arguments, "not-");
        if (arguments.has("no-containers") && !(in.isEmpty() && out.isEmpty())) {
            throw new UsageException(
                    "--no-containers asks no runtime, and nobody else knows containers and pods by"
                            + " their names");
        }
        return new ContainerRequest(
                !arguments.has("no-containers"),
                new RuntimeOptions(
                        Path.of(root == null ? "/" : root),
                        arguments.all("container-socket").stream().map(Path::of).toList()),
                kubernetes(arguments),
                arguments.has("container-hold")
                        ? arguments.number("container-hold", 0, LONGEST_HOLD_MILLIS)
                                * NANOS_PER_MILLI
                        : AnnouncingSource.DEFAULT_HOLD,
                in,
                out);
    }

    private static ContainerChoice choice(Arguments arguments, String prefix)
            throws UsageException {
        return new ContainerChoice(
                arguments.names(prefix + "container"), arguments.names(prefix + "pod"));
    }

    /** Whether the scope of a capture depends on names of containers or pods. */
    public boolean isScope() {
        return !in.isEmpty() || !out.isEmpty();
    }

    private static KubernetesOptions kubernetes(Arguments arguments) throws UsageException {
        if (arguments.has("k8s-cert") != arguments.has("k8s-key")) {
            throw new UsageException("--k8s-cert and --k8s-key belong together");
        }
        String api = arguments.value("k8s-api");
        try {
            return new KubernetesOptions(
                    api == null ? null : KubernetesOptions.address(api),
                    file(arguments, "k8s-ca"),
                    file(arguments, "k8s-token"),
                    file(arguments, "k8s-cert"),
                    file(arguments, "k8s-key"),
                    arguments.value("k8s-node"));
        } catch (IllegalArgumentException e) {
            throw new UsageException("option --k8s-api: " + e.getMessage());
        }
    }

    private static @Nullable Path file(Arguments arguments, String option) {
        String name = arguments.value(option);
        return name == null ? null : Path.of(name);
    }

    /** Whether a field shows what the Kubernetes API tells. */
    public static boolean concernsPods(String field) {
        return field.startsWith("k8s.") || field.startsWith("k8smeta.");
    }

    /** Whether a field shows what a runtime told. */
    public static boolean concerns(String field) {
        return CLASSES.contains(field.substring(0, Math.max(0, field.indexOf('.'))))
                || field.startsWith("proc.is_container");
    }
}

package dev.kansoku.cli;

import dev.kansoku.containers.AnnouncingSource;
import dev.kansoku.containers.RuntimeOptions;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/**
 * Whom a live capture asks about containers.
 *
 * @param wanted whether anyone is asked
 * @param runtimes where runtimes are looked for
 * @param hold how long a container's first event is held back for its name, in nanoseconds
 */
record ContainerRequest(boolean wanted, RuntimeOptions runtimes, long hold) {
    /** Options that a replay has no use for. */
    static final List<String> OPTIONS =
            List.of("no-containers", "container-socket", "container-hold", "host-root");

    private static final long LONGEST_HOLD_MILLIS = 10_000;
    private static final long NANOS_PER_MILLI = 1_000_000;

    /** Classes of fields that show what a runtime told. */
    private static final Set<String> CLASSES =
            Set.of("container", "k8s", "k8smeta", "user", "group");

    static ContainerRequest read(Arguments arguments) throws UsageException {
        String root = arguments.value("host-root");
        if (root != null && !root.startsWith("/")) {
            throw new UsageException(
                    "option --host-root takes a whole path, such as /host, not \"" + root + "\"");
        }
        return new ContainerRequest(
                !arguments.has("no-containers"),
                new RuntimeOptions(
                        Path.of(root == null ? "/" : root),
                        arguments.all("container-socket").stream().map(Path::of).toList()),
                arguments.has("container-hold")
                        ? arguments.number("container-hold", 0, LONGEST_HOLD_MILLIS)
                                * NANOS_PER_MILLI
                        : AnnouncingSource.DEFAULT_HOLD);
    }

    /** Whether a field shows what a runtime told. */
    static boolean concerns(String field) {
        return CLASSES.contains(field.substring(0, Math.max(0, field.indexOf('.'))))
                || field.startsWith("proc.is_container");
    }
}

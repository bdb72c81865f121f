// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.cli.live;

import dev.kansoku.cli.console.Printable;
import dev.kansoku.cli.request.ContainerRequest;
import dev.kansoku.containers.Announcements;
import dev.kansoku.containers.kubernetes.ApiAccess;
import dev.kansoku.containers.kubernetes.KubernetesWatch;
import java.io.IOException;
import java.io.PrintStream;
import java.util.Locale;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Asks the Kubernetes API about pods where there is one, and tells how that went. */
record PodNames(ApiAccess access, KubernetesWatch watch) {
    /**
     * Begins to ask; null where there is nobody to ask.
     *
     * @throws IOException where a certificate or key cannot be read
     */
    static @Nullable PodNames of(
            ContainerRequest request, Announcements announcements, Consumer<String> notes)
            throws IOException {
        ApiAccess access =
                request.kubernetes().resolve(System.getenv(), request.runtimes().hostRoot());
        if (access == null) {
            return null;
        }
        KubernetesWatch watch = new KubernetesWatch(access, announcements, notes);
        watch.start();
        return new PodNames(access, watch);
    }

    /**
     * Tells what is missing.
     *
     * @param all whether to tell also where nothing is missing
     */
    void tell(PrintStream notes, boolean all) {
        KubernetesWatch.Account account = watch.account();
        if (all || account.failed() > 0 || account.notKept() > 0) {
            String line =
                    String.format(
                            Locale.ROOT,
                            "kubernetes: %d pods of node %s, %d requests to %s, %d failed, %d"
                                    + " objects not kept",
                            account.pods(),
                            access.node(),
                            account.requests(),
                            access.api(),
                            account.failed(),
                            account.notKept());
            notes.println("kansoku: " + Printable.line(line));
        }
    }
}

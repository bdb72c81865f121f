// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.cli.live;

import dev.kansoku.cli.console.Printable;
import dev.kansoku.cli.request.ContainerRequest;
import dev.kansoku.containers.Announcements;
import dev.kansoku.containers.AnnouncingSource;
import dev.kansoku.containers.ContainerAccounts;
import dev.kansoku.containers.ContainerRuntime;
import dev.kansoku.containers.ContainerWatch;
import dev.kansoku.containers.Runtimes;
import dev.kansoku.engine.source.EventSource;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Puts what runtimes know of containers into a live capture, and tells how that went. */
public final class ContainerNames {
    private static final double NANOS_PER_MILLI = 1e6;

    private final ContainerRequest request;
    private final ContainerWatch watch;
    private final @Nullable PodNames pods;
    private final AnnouncingSource source;
    private volatile List<String> runtimes = List.of();

    /**
     * @param withPods whether the Kubernetes API is asked too
     * @param notes takes what there is to say meanwhile, from any thread
     */
    public ContainerNames(
            ContainerRequest request, EventSource origin, boolean withPods, Consumer<String> notes)
            throws IOException {
        this.request = request;
        Announcements announcements = new Announcements();
        pods = withPods ? PodNames.of(request, announcements, notes) : null;
        watch =
                new ContainerWatch(
                        this::find,
                        announcements,
                        new ContainerAccounts(request.runtimes().hostRoot()));
        source =
                new AnnouncingSource(
                        origin,
                        announcements,
                        watch,
                        pods == null ? List.of() : List.of(pods.watch()),
                        request.hold());
    }

    private List<ContainerRuntime> find() {
        List<ContainerRuntime> found = Runtimes.available(request.runtimes());
        List<String> told = new ArrayList<>();
        for (ContainerRuntime runtime : found) {
            told.add("container runtime: " + runtime.type() + " at " + runtime.address());
        }
        runtimes = List.copyOf(told);
        return found;
    }

    /** The events of the origin, with those that tell of containers between them. */
    public EventSource source() {
        return source;
    }

    /**
     * Tells what is missing, and where all is asked for whom was asked as well.
     *
     * @param all whether to tell also where nothing is missing
     */
    public void tell(PrintStream notes, boolean all) {
        ContainerWatch.Account account = watch.account();
        if (all) {
            for (String line : runtimes) {
                notes.println("kansoku: " + Printable.line(line));
            }
        }
        if (all || !account.isClean()) {
            notes.printf(
                    Locale.ROOT,
                    "kansoku: containers: %d unknown to every runtime, %d questions failed, %d"
                            + " without their users, %d answers dropped; events held for %.0f ms%n",
                    account.unanswered(),
                    account.failed(),
                    account.unreadAccounts(),
                    account.dropped(),
                    source.held() / NANOS_PER_MILLI);
        }
        if (pods != null) {
            pods.tell(notes, all);
        }
        if (account.failed() > 0) {
            notes.println("kansoku: " + Printable.line(account.lastFailure()));
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.containers;

import dev.kansoku.engine.state.ContainerId;
import dev.kansoku.engine.state.ContainerState;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Says of control groups whether they are of containers or pods that somebody named. Runtimes are
 * asked beside the one thread that asks this; a container that starts later is known by its name as
 * soon as its runtime tells it.
 */
public final class ContainerScope implements AutoCloseable {
    /** What the names say of a control group. */
    public enum Answer {
        IN,
        OUT,
        NEITHER,
        /** A runtime is still being asked. */
        UNDECIDED
    }

    /** Control groups that are remembered. */
    private static final int REMEMBERED = 8192;

    private static final int MOST_AT_ONCE = 16;

    /** A runtime may know a container only a little after its first process runs. */
    private static final long[] PAUSES_MILLIS = {0, 50, 150, 500, 1500};

    /** What looks like nobody's may be a container of a runtime that writes its name only later. */
    private static final long[] GUESS_PAUSES_MILLIS = {0, 15, 45, 100, 200, 400};

    private final ContainerChoice in;
    private final ContainerChoice out;
    private final Supplier<List<ContainerRuntime>> finder;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Semaphore places = new Semaphore(MOST_AT_ONCE);
    private final Map<String, Answer> answers =
            new LinkedHashMap<>(64, 0.75f, true) {
                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Answer> eldest) {
                    return size() > REMEMBERED;
                }
            };
    private final Set<String> met = new LinkedHashSet<>();
    private @Nullable List<ContainerRuntime> runtimes;

    /**
     * @param in the containers and pods that are taken in
     * @param out those that are left out, even of what is taken in
     * @param finder finds the runtimes; asked once, from any thread
     */
    public ContainerScope(
            ContainerChoice in, ContainerChoice out, Supplier<List<ContainerRuntime>> finder) {
        this.in = in;
        this.out = out;
        this.finder = finder;
    }

    public boolean takesIn() {
        return !in.isEmpty();
    }

    public boolean leavesOut() {
        return !out.isEmpty();
    }

    /**
     * What is known of a control group by now; the first question begins to find out.
     *
     * @param path below the root of its hierarchy, beginning with a slash
     */
    public Answer of(String path) {
        synchronized (answers) {
            Answer known = answers.get(path);
            if (known != null) {
                return known;
            }
            ContainerId container =
                    ContainerId.of(("cgroup=" + path + "\0").getBytes(StandardCharsets.UTF_8));
            Answer first = container == null ? Answer.NEITHER : Answer.UNDECIDED;
            answers.put(path, first);
            if (container != null) {
                threads.execute(() -> find(path, container));
            }
            return first;
        }
    }

    /** The names and ids that take in of which no container was met so far, as they were given. */
    public List<String> awaited() {
        synchronized (answers) {
            List<String> awaited = new ArrayList<>(in.described());
            awaited.removeAll(met);
            return awaited;
        }
    }

    private void find(String path, ContainerId container) {
        Answer answer = Answer.NEITHER;
        try {
            ContainerState found = ask(container);
            if (found == null && !container.isGuess()) {
                // nobody knows more of it than its path says
                found = new ContainerDraft(container.id(), container.type()).finish();
            }
            if (found != null) {
                answer = answer(found);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the capture is over
        } finally {
            synchronized (answers) {
                answers.put(path, answer);
            }
        }
    }

    private Answer answer(ContainerState container) {
        List<String> taking = in.matching(container);
        synchronized (answers) {
            met.addAll(taking);
        }
        if (!out.matching(container).isEmpty()) {
            return Answer.OUT;
        }
        return taking.isEmpty() ? Answer.NEITHER : Answer.IN;
    }

    private @Nullable ContainerState ask(ContainerId container) throws InterruptedException {
        List<ContainerRuntime> able =
                runtimes().stream().filter(runtime -> runtime.mayKnow(container)).toList();
        ContainerState little = null;
        long[] pauses = container.isGuess() ? GUESS_PAUSES_MILLIS : PAUSES_MILLIS;
        for (int i = 0; i < pauses.length && !able.isEmpty(); i++) {
            Thread.sleep(pauses[i]);
            for (ContainerRuntime runtime : able) {
                ContainerState found = ask(runtime, container);
                if (found != null && !runtime.knowsLittle()) {
                    return found;
                }
                little = found == null ? little : found;
            }
            if (little != null
                    && (isEnough(little) || able.stream().allMatch(r -> r.knowsLittle()))) {
                return little;
            }
        }
        return little;
    }

    /** Whether no other runtime can change the answer. */
    private boolean isEnough(ContainerState little) {
        return out.isEmpty() && !in.matching(little).isEmpty();
    }

    private @Nullable ContainerState ask(ContainerRuntime runtime, ContainerId container)
            throws InterruptedException {
        places.acquire();
        try {
            return runtime.find(container);
        } catch (IOException e) {
            return null; // asked again; who asks for names tells of it (ContainerWatch)
        } finally {
            places.release();
        }
    }

    private List<ContainerRuntime> runtimes() {
        synchronized (finder) {
            List<ContainerRuntime> found = runtimes;
            if (found == null) {
                found = List.copyOf(finder.get());
                // one that starts later is found when the next container is met
                runtimes = found.isEmpty() ? null : found;
            }
            return found;
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}

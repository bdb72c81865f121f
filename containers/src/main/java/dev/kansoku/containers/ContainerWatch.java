// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.containers;

import dev.kansoku.engine.state.ContainerId;
import dev.kansoku.engine.state.ContainerState;
import dev.kansoku.engine.state.ContainerWriter;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Asks runtimes about containers, each once and beside the events, and announces what they answer.
 * The one thread that reads events meets containers; answers come from virtual threads.
 */
public final class ContainerWatch implements AutoCloseable {
    /** Ids that are remembered as asked for. An id that comes back after that is asked for anew. */
    private static final int REMEMBERED = 4096;

    private static final int MOST_AT_ONCE = 16;

    /** Questions that wait for their turn at most; others are not asked, and counted. */
    private static final int MOST_WAITING = 1024;

    /** How long a container's files of users may take. */
    private static final long ACCOUNTS_MILLIS = 1000;

    /**
     * Through how many threads of a container its files of users are sought: the first belong to
     * the runtime and still have the machine's root.
     */
    private static final int MOST_TRIES = 16;

    /** How long runtimes are asked before they are sought anew, in nanoseconds. */
    private static final long FOUND_FOR = 5_000_000_000L;

    /** A runtime may know a container only a little after its first process runs. */
    private static final long[] PAUSES_MILLIS = {0, 50, 150, 500, 1500};

    private static final long[] GUESS_PAUSES_MILLIS = {0, 15, 45};

    /**
     * How often a guess is asked about: a runtime puts processes of its own into the cgroup before
     * it writes the container's state, and the container's program is one of the next.
     */
    private static final int MOST_GUESSES = 4;

    /** How far it is with a container. Guarded by {@link #known}. */
    private static final class Known {
        /** Whose users are read; null for a guess that nobody confirmed. */
        @Nullable ContainerId container;

        /** The thread of it that was met last. */
        long tid;

        /** Whether no runtime is to be asked any more. */
        boolean answered;

        /** Whether its files of users were read, or will never be. */
        boolean accounts;

        boolean reading;
        int tries;
        int asked;

        Known(ContainerId met) {
            container = met.isGuess() ? null : met;
        }
    }

    private final Supplier<List<ContainerRuntime>> finder;
    private final Announcements announcements;
    private final ContainerAccounts accounts;
    private final Map<String, Known> known = new LinkedHashMap<>(64, 0.75f, true);
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Semaphore places = new Semaphore(MOST_AT_ONCE);
    private final Semaphore waiting = new Semaphore(MOST_WAITING);
    private final AtomicLong unanswered = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();
    private final AtomicLong unreadAccounts = new AtomicLong();
    private volatile String lastFailure = "";
    private @Nullable List<ContainerRuntime> runtimes;
    private long foundAt;

    /**
     * @param finder finds the runtimes; asked when the first container is met, since a machine
     *     without containers should not pay for their clients, and again when one is met later
     */
    public ContainerWatch(
            Supplier<List<ContainerRuntime>> finder,
            Announcements announcements,
            ContainerAccounts accounts) {
        this.finder = finder;
        this.announcements = announcements;
        this.accounts = accounts;
    }

    /**
     * A process runs in this container: asks about it, unless that was done.
     *
     * @param tid a thread in the container, through which its files are seen
     * @param hasRun whether it has run for so long that its runtime has written what it will write,
     *     so that a guess need not be asked about again
     * @return whether a question has begun by that
     */
    boolean meet(ContainerId container, long tid, boolean hasRun) {
        boolean asks = false;
        synchronized (known) {
            Known found = known.get(key(container));
            if (found == null) {
                asks = true;
                found = new Known(container);
                known.put(key(container), found);
                if (known.size() > REMEMBERED) {
                    var oldest = known.entrySet().iterator();
                    oldest.next();
                    oldest.remove();
                }
                ask(container, found);
            } else if (found.container == null && found.answered && found.asked < MOST_GUESSES) {
                asks = true;
                found.answered = false;
                ask(container, found);
            }
            found.asked = hasRun ? MOST_GUESSES : found.asked;
            found.tid = tid;
            readAccounts(found);
        }
        return asks;
    }

    /** Whether everything is announced that can be found out about a container by now. */
    boolean isSettled(ContainerId container) {
        synchronized (known) {
            Known found = known.get(key(container));
            return found == null || (found.answered && !found.reading);
        }
    }

    /** Reads the container's users through the thread met last, unless that was done. */
    private void readAccounts(Known found) {
        ContainerId container = found.container;
        if (container == null || found.accounts || found.reading || found.tries >= MOST_TRIES) {
            return;
        }
        found.reading = true;
        found.tries++;
        accounts.announce(container, found.tid, announcements)
                .orTimeout(ACCOUNTS_MILLIS, TimeUnit.MILLISECONDS)
                .whenComplete(
                        (read, failure) -> {
                            if (failure != null) {
                                // its users go by their numbers
                                unreadAccounts.incrementAndGet();
                            }
                            synchronized (known) {
                                found.reading = false;
                                found.accounts = failure != null || read;
                            }
                        });
    }

    private void ask(ContainerId container, Known found) {
        found.asked++;
        if (!waiting.tryAcquire()) {
            unanswered.incrementAndGet();
            found.answered = true;
            return;
        }
        threads.execute(
                () -> {
                    try {
                        ContainerId answered =
                                container.isGuess() ? askOfGuess(container) : ask(container);
                        synchronized (known) {
                            found.container = answered;
                            readAccounts(found);
                        }
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt(); // the capture is over
                    } finally {
                        waiting.release();
                        synchronized (known) {
                            found.answered = true;
                        }
                    }
                });
    }

    /** What a container is remembered by: different paths may end in the same name. */
    private static String key(ContainerId container) {
        return container.isGuess() ? container.guess() : container.id();
    }

    private List<ContainerRuntime> runtimes() {
        synchronized (finder) {
            List<ContainerRuntime> found = runtimes;
            if (found == null) {
                found = List.copyOf(finder.get());
                runtimes = found;
                foundAt = System.nanoTime();
            }
            return found;
        }
    }

    /** A runtime may have started since they were sought. */
    private void seekAgain() {
        synchronized (finder) {
            if (System.nanoTime() - foundAt > FOUND_FOR) {
                runtimes = null;
            }
        }
    }

    /** Asks until somebody knows it; in any case it is a container. */
    private ContainerId ask(ContainerId container) throws InterruptedException {
        seekAgain();
        List<ContainerRuntime> able = able(container);
        if (able.isEmpty()) {
            return container;
        }
        boolean told = false;
        boolean noMoreToCome = able.stream().allMatch(ContainerRuntime::knowsLittle);
        for (long pause : PAUSES_MILLIS) {
            Thread.sleep(pause);
            if (!told) {
                ContainerState little = find(container, able, true);
                if (little != null) {
                    announce(little); // at once: a daemon may take its time
                    told = true;
                }
            }
            ContainerState found = find(container, able, false);
            if (found != null) {
                announce(found);
                return container;
            }
            if (told && noMoreToCome) {
                return container;
            }
        }
        if (!told) {
            unanswered.incrementAndGet();
        }
        return container;
    }

    /**
     * Most of what looks like a guess is no container, and its events should not wait for long.
     * Null for one that no runtime knows.
     */
    private @Nullable ContainerId askOfGuess(ContainerId container) throws InterruptedException {
        List<ContainerRuntime> able = able(container);
        for (long pause : able.isEmpty() ? new long[0] : GUESS_PAUSES_MILLIS) {
            Thread.sleep(pause);
            ContainerState found = find(container, able, false);
            if (found == null) {
                found = find(container, able, true);
            }
            if (found != null) {
                announce(found);
                return new ContainerId(found.id(), found.type());
            }
        }
        return null;
    }

    private List<ContainerRuntime> able(ContainerId container) {
        return runtimes().stream().filter(runtime -> runtime.mayKnow(container)).toList();
    }

    private void announce(ContainerState container) {
        announcements.announce(
                new Announcement.Async("container", ContainerWriter.write(container)));
    }

    private @Nullable ContainerState find(
            ContainerId container, List<ContainerRuntime> able, boolean little)
            throws InterruptedException {
        places.acquire();
        try {
            for (ContainerRuntime runtime : able) {
                if (runtime.knowsLittle() == little) {
                    ContainerState found = find(runtime, container);
                    if (found != null) {
                        return found;
                    }
                }
            }
            return null;
        } finally {
            places.release();
        }
    }

    private @Nullable ContainerState find(ContainerRuntime runtime, ContainerId container) {
        try {
            return runtime.find(container);
        } catch (IOException e) {
            failed.incrementAndGet();
            lastFailure = runtime.type() + " at " + runtime.address() + ": " + e.getMessage();
            return null;
        }
    }

    /** How it went so far. */
    public Account account() {
        return new Account(
                unanswered.get(),
                failed.get(),
                unreadAccounts.get(),
                announcements.dropped(),
                lastFailure);
    }

    /**
     * What became of the questions.
     *
     * @param unanswered containers that no runtime knew, or that nobody had time to ask about
     * @param failed questions that a runtime could not be asked
     * @param unreadAccounts containers whose files of users could not be read in time
     * @param dropped announcements that found no room
     * @param lastFailure why the last of those failed, empty where none did
     */
    public record Account(
            long unanswered, long failed, long unreadAccounts, long dropped, String lastFailure) {
        /** Whether anything is missing. */
        public boolean isClean() {
            return unanswered + failed + unreadAccounts + dropped == 0;
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
        accounts.close();
    }
}

package dev.kansoku.containers;

import dev.kansoku.engine.state.ContainerId;
import dev.kansoku.engine.state.ContainerState;
import dev.kansoku.engine.state.ContainerWriter;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
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

    /** How long a container's files of users may take after its runtime has answered. */
    private static final long ACCOUNTS_MILLIS = 250;

    /** A runtime may know a container only a little after its first process runs. */
    private static final long[] PAUSES_MILLIS = {0, 50, 150, 500, 1500};

    private static final long[] GUESS_PAUSES_MILLIS = {0, 30, 70, 150};

    private final Supplier<List<ContainerRuntime>> finder;
    private final Announcements announcements;
    private final ContainerAccounts accounts;
    private final Map<String, Boolean> settled = new LinkedHashMap<>(64, 0.75f, true);
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Semaphore places = new Semaphore(MOST_AT_ONCE);
    private final Semaphore waiting = new Semaphore(MOST_WAITING);
    private final AtomicLong unanswered = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();
    private final AtomicLong unreadAccounts = new AtomicLong();
    private volatile String lastFailure = "";
    private @Nullable List<ContainerRuntime> runtimes;

    /**
     * @param finder finds the runtimes; asked once, when the first container is met, since a
     *     machine without containers should not pay for their clients
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
     */
    void meet(ContainerId container, long tid) {
        synchronized (settled) {
            if (settled.putIfAbsent(key(container), Boolean.FALSE) != null) {
                return;
            }
            if (settled.size() > REMEMBERED) {
                var oldest = settled.entrySet().iterator();
                oldest.next();
                oldest.remove();
            }
        }
        if (!waiting.tryAcquire()) {
            unanswered.incrementAndGet();
            settle(container);
            return;
        }
        threads.execute(
                () -> {
                    try {
                        if (container.isGuess()) {
                            askOfGuess(container, tid);
                        } else {
                            Future<?> told = accounts.announce(container, tid, announcements);
                            ask(container);
                            told.get(ACCOUNTS_MILLIS, TimeUnit.MILLISECONDS);
                        }
                    } catch (ExecutionException | TimeoutException e) {
                        // the container keeps its users to itself; their numbers are shown
                        unreadAccounts.incrementAndGet();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt(); // the capture is over
                    } finally {
                        waiting.release();
                        settle(container);
                    }
                });
    }

    /** What a container is remembered by: different paths may end in the same name. */
    private static String key(ContainerId container) {
        return container.isGuess() ? container.guess() : container.id();
    }

    /** Whether everything is announced that can be found out about a container. */
    boolean isSettled(ContainerId container) {
        synchronized (settled) {
            return settled.getOrDefault(key(container), Boolean.TRUE);
        }
    }

    private void settle(ContainerId container) {
        synchronized (settled) {
            settled.replace(key(container), Boolean.TRUE);
        }
    }

    private List<ContainerRuntime> runtimes() {
        synchronized (finder) {
            List<ContainerRuntime> found = runtimes;
            if (found == null) {
                found = List.copyOf(finder.get());
                runtimes = found;
            }
            return found;
        }
    }

    private void ask(ContainerId container) throws InterruptedException {
        List<ContainerRuntime> able = able(container);
        if (able.isEmpty()) {
            return;
        }
        boolean told = false;
        boolean noMoreToCome = able.stream().allMatch(ContainerRuntime::knowsLittle);
        for (long pause : PAUSES_MILLIS) {
            Thread.sleep(pause);
            ContainerState found = find(container, able, false);
            if (found == null && !told) {
                ContainerState little = find(container, able, true);
                if (little != null) {
                    announce(little);
                    told = true;
                }
            }
            if (found != null) {
                announce(found);
                return;
            }
            if (told && noMoreToCome) {
                return;
            }
        }
        if (!told) {
            unanswered.incrementAndGet();
        }
    }

    /** Most of what looks like a guess is no container, and its events should not wait for long. */
    private void askOfGuess(ContainerId container, long tid)
            throws InterruptedException, ExecutionException, TimeoutException {
        List<ContainerRuntime> able = able(container);
        for (long pause : able.isEmpty() ? new long[0] : GUESS_PAUSES_MILLIS) {
            Thread.sleep(pause);
            ContainerState found = find(container, able, false);
            if (found == null) {
                found = find(container, able, true);
            }
            if (found != null) {
                announce(found);
                accounts.announce(new ContainerId(found.id(), found.type()), tid, announcements)
                        .get(ACCOUNTS_MILLIS, TimeUnit.MILLISECONDS);
                return;
            }
        }
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
        synchronized (finder) {
            if (runtimes != null) {
                runtimes.forEach(ContainerRuntime::close);
            }
        }
    }
}

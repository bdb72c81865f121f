// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.engine.fields;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Addresses of the hosts that filters name: those of {@code /etc/hosts}, else those of the
 * machine's resolver. The names of a list are looked up at once, when a filter with it is read; one
 * that is not known, or not in time, has no addresses, and {@link #unknown} says which. What comes
 * later is kept for the next who asks, and what was not found is asked for again.
 *
 * <p>Answers are of the machine that asks, at the time that it asks. Thread-safe.
 */
final class HostAddresses {
    private static final int MOST_NAMES = 1024;
    private static final int LONGEST_NAME = 253;

    /** How many are asked for at the same time. */
    private static final int AT_ONCE = 64;

    /** How long all names of a file of rules may take together. */
    private static final long PATIENCE_NANOS = TimeUnit.MILLISECONDS.toNanos(1500);

    /** After so long without a question there is as much patience as at first. */
    private static final long REST_NANOS = TimeUnit.SECONDS.toNanos(5);

    /** A name that means this machine even where nothing says so (RFC 6761). */
    private static final String LOCALHOST = "localhost";

    private static final List<String> LOOPBACK = List.of("127.0.0.1", "::1");

    private final boolean resolver;
    private final Map<String, List<String>> known = new ConcurrentHashMap<>();
    private final Set<String> unknown = ConcurrentHashMap.newKeySet();
    private final ReentrantLock asking = new ReentrantLock();
    private long patience = PATIENCE_NANOS;
    private long asked = System.nanoTime();

    /**
     * @param resolver whether the machine's resolver may be asked
     */
    HostAddresses(boolean resolver) {
        this.resolver = resolver;
    }

    /** Names that were asked for and have no addresses, as far as is known. */
    Set<String> unknown() {
        return new TreeSet<>(unknown);
    }

    /** What is wrong with a name, or null. */
    static @Nullable String complaint(String name) {
        boolean isName =
                !name.isEmpty()
                        && name.length() <= LONGEST_NAME
                        && name.chars().allMatch(HostAddresses::isOfName);
        return isName ? null : "\"" + name + "\" is no host's name";
    }

    private static boolean isOfName(int c) {
        return (c >= '0' && c <= '9')
                || (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || ".-_:".indexOf(c) >= 0;
    }

    /**
     * The addresses of all of these hosts as text; a literal that is an address stands for itself.
     */
    List<String> of(List<String> names) {
        Map<String, List<String>> found = new HashMap<>();
        List<String> toAsk = new ArrayList<>();
        for (String name : names) {
            String key = name.toLowerCase(Locale.ROOT);
            List<String> addresses = withoutResolver(name, key);
            if (addresses != null) {
                found.put(key, addresses);
            } else if (!toAsk.contains(key)) {
                toAsk.add(key);
            }
        }
        if (resolver && !toAsk.isEmpty()) {
            asking.lock();
            try {
                resolve(toAsk);
            } finally {
                asking.unlock();
            }
        }
        List<String> all = new ArrayList<>();
        for (String name : names) {
            String key = name.toLowerCase(Locale.ROOT);
            List<String> addresses = found.getOrDefault(key, known.getOrDefault(key, List.of()));
            all.addAll(addresses);
            if (!addresses.isEmpty()) {
                unknown.remove(key);
            } else if (unknown.size() < MOST_NAMES) {
                unknown.add(key);
            }
        }
        return all;
    }

    private @Nullable List<String> withoutResolver(String name, String key) {
        try {
            return List.of(text(InetAddress.ofLiteral(name)));
        } catch (IllegalArgumentException _) {
            // a name
        }
        List<String> before = known.get(key);
        if (before != null) {
            return before;
        }
        List<String> listed = HostsFile.ofMachine().addresses(key);
        if (listed.isEmpty() && key.equals(LOCALHOST)) {
            return LOOPBACK;
        }
        return listed.isEmpty() ? null : listed;
    }

    /** Asks for them at the same time, some at once, as long as there is patience. */
    private void resolve(List<String> names) {
        long start = System.nanoTime();
        if (start - asked > REST_NANOS) {
            patience = PATIENCE_NANOS;
        }
        long until = start + patience;
        for (int from = 0; from < names.size() && until - System.nanoTime() > 0; from += AT_ONCE) {
            List<String> some = names.subList(from, Math.min(names.size(), from + AT_ONCE));
            CountDownLatch answers = new CountDownLatch(some.size());
            for (String name : some) {
                Thread.ofVirtual()
                        .start(
                                () -> {
                                    resolve(name);
                                    answers.countDown();
                                });
            }
            try {
                if (!answers.await(until - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                    break;
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                break;
            }
        }
        asked = System.nanoTime();
        patience = Math.max(0, until - asked);
    }

    private void resolve(String name) {
        try {
            List<String> addresses =
                    Arrays.stream(InetAddress.getAllByName(name)).map(HostAddresses::text).toList();
            if (known.size() < MOST_NAMES) {
                known.put(name, addresses);
            }
        } catch (UnknownHostException _) {
            // unknown() says so
        }
    }

    /** An address without the interface that it may be bound to. */
    static String text(InetAddress address) {
        String text = address.getHostAddress();
        int scope = text.indexOf('%');
        return scope < 0 ? text : text.substring(0, scope);
    }
}

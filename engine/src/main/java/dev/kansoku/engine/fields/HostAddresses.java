// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.engine.fields;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Addresses of the hosts that filters name: those of {@code /etc/hosts}, else those of the
 * machine's resolver. Each name is looked up once, when a filter with it is read; one that is not
 * known, or not in time, has no addresses.
 *
 * <p>Answers are of the machine that asks, at the time that it asks. Thread-safe.
 */
final class HostAddresses {
    private static final int MOST_NAMES = 1024;
    private static final int LONGEST_NAME = 253;

    /** How long one name may take to be resolved. */
    private static final long PATIENCE_MILLIS = 5000;

    /** How long all of them may take together, so that no file of rules takes for ever. */
    private static final long PATIENCE_IN_ALL_MILLIS = 20_000;

    /** A name that means this machine even where nothing says so (RFC 6761). */
    private static final String LOCALHOST = "localhost";

    private static final List<String> LOOPBACK = List.of("127.0.0.1", "::1");

    private final boolean resolver;
    private final Map<String, List<String>> known = new ConcurrentHashMap<>();
    private final AtomicLong patience = new AtomicLong(PATIENCE_IN_ALL_MILLIS);

    /**
     * @param resolver whether the machine's resolver may be asked
     */
    HostAddresses(boolean resolver) {
        this.resolver = resolver;
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
        List<String> all = new ArrayList<>();
        for (String name : names) {
            all.addAll(of(name));
        }
        return all;
    }

    private List<String> of(String name) {
        try {
            return List.of(text(InetAddress.ofLiteral(name)));
        } catch (IllegalArgumentException e) {
            String key = name.toLowerCase(Locale.ROOT);
            List<String> addresses = known.get(key);
            if (addresses == null) {
                addresses = found(key);
                if (known.size() < MOST_NAMES) {
                    known.put(key, addresses);
                }
            }
            return addresses;
        }
    }

    private List<String> found(String name) {
        List<String> listed = HostsFile.ofMachine().addresses(name);
        if (listed.isEmpty() && name.equals(LOCALHOST)) {
            return LOOPBACK;
        }
        return listed.isEmpty() && resolver ? resolved(name) : listed;
    }

    /** An address without the interface that it may be bound to. */
    static String text(InetAddress address) {
        String text = address.getHostAddress();
        int scope = text.indexOf('%');
        return scope < 0 ? text : text.substring(0, scope);
    }

    private List<String> resolved(String name) {
        FutureTask<List<String>> task =
                new FutureTask<>(
                        () ->
                                Arrays.stream(InetAddress.getAllByName(name))
                                        .map(HostAddresses::text)
                                        .toList());
        long start = System.nanoTime();
        Thread.startVirtualThread(task);
        try {
            return task.get(
                    Math.max(0, Math.min(PATIENCE_MILLIS, patience.get())), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            return List.of(); // no event has an address of this name
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return List.of();
        } finally {
            patience.addAndGet(-TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start));
        }
    }
}

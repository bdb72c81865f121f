// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.engine.fields;

import dev.kansoku.event.render.AddressText;
import dev.kansoku.filter.field.FieldValue;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Names of hosts to be shown. An address's name comes from {@code /etc/hosts} or, once for each
 * address and beside the events, from the machine's resolver. An address without a name goes by
 * itself. Filters that compare whole names ask {@link HostAddresses} instead.
 *
 * <p>Answers are of the machine that asks, at the time that it asks. Thread-safe.
 */
final class HostNames {
    private static final int MOST_LOOKED_UP = 4096;
    private static final int MOST_AT_ONCE = 32;
    private static final int LONGEST_NAME = 253;

    /** How long the first event with an address waits for its name. */
    private static final long PATIENCE_MILLIS = 50;

    /** How long all of them wait together. */
    private static final long PATIENCE_IN_ALL_MILLIS = 2000;

    private final boolean resolver;
    private final Map<Address, FutureTask<byte[]>> lookedUp = new ConcurrentHashMap<>();
    private final Semaphore places = new Semaphore(MOST_AT_ONCE);
    private final AtomicLong patience = new AtomicLong(PATIENCE_IN_ALL_MILLIS);

    /**
     * @param resolver whether the machine's resolver may be asked
     */
    HostNames(boolean resolver) {
        this.resolver = resolver;
    }

    /** A key that can be moved from address to address to look something up. */
    static final class Address {
        private byte[] bytes = {};

        Address at(byte[] address) {
            bytes = address;
            return this;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Address address && Arrays.equals(bytes, address.bytes);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(bytes);
        }
    }

    /** Puts the name of an address, or the address itself; false where it is none. */
    boolean name(byte[] address, Address key, FieldValue out) {
        byte[] name = HostsFile.ofMachine().name(address);
        if (name == null && resolver) {
            name = lookedUp(address, key.at(address));
        }
        if (name != null && name.length > 0) {
            out.bytes(name);
            return true;
        }
        return number(address, out);
    }

    private static boolean number(byte[] address, FieldValue out) {
        switch (address.length) {
            case 4 -> AddressText.ipv4(address, 0, out.text());
            case 16 -> AddressText.ipv6(address, 0, out.text());
            default -> {
                return false;
            }
        }
        out.textDone();
        return true;
    }

    private byte @Nullable [] lookedUp(byte[] address, Address key) {
        FutureTask<byte[]> known = lookedUp.get(key);
        if (known != null) {
            return known.isDone() ? await(known, 0) : null;
        }
        if (lookedUp.size() >= MOST_LOOKED_UP || !places.tryAcquire()) {
            return null;
        }
        byte[] own = address.clone();
        FutureTask<byte[]> task = new FutureTask<>(() -> name(own));
        lookedUp.put(new Address().at(own), task);
        Thread.startVirtualThread(
                () -> {
                    task.run();
                    places.release();
                });
        long wait = Math.min(PATIENCE_MILLIS, patience.get());
        long start = System.nanoTime();
        byte[] name = await(task, wait);
        patience.addAndGet(-TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start));
        return name;
    }

    /** Empty where the resolver knows no name, which it says by the address itself. */
    private static byte[] name(byte[] address) throws UnknownHostException {
        InetAddress host = InetAddress.getByAddress(address);
        String name = host.getHostName();
        return name.equals(host.getHostAddress()) || name.length() > LONGEST_NAME
                ? new byte[0]
                : name.getBytes(StandardCharsets.UTF_8);
    }

    /** What a look-up came to; null where it failed or is not done in time. */
    private static <T> @Nullable T await(FutureTask<T> task, long millis) {
        try {
            return task.get(Math.max(0, millis), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            return null; // the address is shown instead
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        }
    }
}

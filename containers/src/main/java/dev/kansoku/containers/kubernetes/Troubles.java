// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.containers.kubernetes;

import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** Counts what went wrong, and tells each kind of it once. Thread-safe. */
final class Troubles {
    private final String address;
    private final Consumer<String> notes;
    private final Set<String> told = new HashSet<>();
    private final AtomicLong count = new AtomicLong();

    Troubles(String address, Consumer<String> notes) {
        this.address = address;
        this.notes = notes;
    }

    /**
     * Something could not be asked.
     *
     * @param what in the plural, such as {@code pods}
     */
    void met(String what, IOException trouble) {
        count.incrementAndGet();
        String reason = reason(what, trouble);
        synchronized (told) {
            if (!told.add(what + ": " + reason) || told.size() > 32) {
                return;
            }
        }
        notes.accept("Kubernetes API " + address + ": " + reason);
    }

    private static String reason(String what, IOException trouble) {
        if (!(trouble instanceof ApiException refused)) {
            String message = trouble.getMessage();
            String said =
                    message == null || message.isEmpty()
                            ? trouble.getClass().getSimpleName()
                            : message;
            return "cannot be asked for " + what + ": " + said + "; trying again";
        }
        return switch (refused.status()) {
            case ApiException.UNAUTHORIZED ->
                    "does not know who asks for "
                            + what
                            + " (401): the token must be one of this cluster (--k8s-token)";
            case ApiException.FORBIDDEN ->
                    "refuses to tell of "
                            + what
                            + " (403): the account needs the role in docs/kubernetes.md";
            default -> "answers " + refused.status() + " when asked for " + what + "; trying again";
        };
    }

    long count() {
        return count.get();
    }
}

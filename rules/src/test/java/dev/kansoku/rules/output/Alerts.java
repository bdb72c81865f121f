// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.rules.output;

import dev.kansoku.rules.Priority;
import dev.kansoku.rules.alert.Alert;
import dev.kansoku.rules.alert.AlertForm;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** Alerts for tests, told apart by numbers. */
final class Alerts {
    static final AlertForm TEXT = (alert, out) -> out.put(alert.output());
    static final AlertForm JSON =
            (alert, out) -> out.put("{\"output\":\"" + alert.output() + "\"}");

    private Alerts() {}

    static Alert alert(int number) {
        return alert("alert " + number, Priority.WARNING);
    }

    static Alert alert(String output, Priority priority) {
        return new Alert(
                1_795_700_000_123_456_789L,
                "A rule",
                priority,
                "syscall",
                "host",
                output,
                List.of("tag"),
                new LinkedHashMap<>());
    }

    static AlertMessage message(int number) {
        return new AlertMessage(
                1_795_700_000_123_456_789L + number,
                Priority.WARNING,
                "A rule",
                "syscall",
                "host",
                ("alert " + number).getBytes(StandardCharsets.UTF_8));
    }

    static List<String> numbers(int from, int to) {
        List<String> texts = new ArrayList<>();
        for (int i = from; i < to; i++) {
            texts.add("alert " + i);
        }
        return texts;
    }

    static OutputSurroundings surroundings(Patience patience, Consumer<String> notes) {
        return new OutputSurroundings(
                TEXT,
                JSON,
                false,
                patience,
                path -> {
                    throw new java.io.IOException("no syslog at " + path);
                },
                notes,
                form -> form);
    }

    static String text(AlertMessage message) {
        return new String(message.body(), StandardCharsets.UTF_8);
    }

    static void await(BooleanSupplier condition) {
        await(condition, Duration.ofSeconds(20));
    }

    static void await(BooleanSupplier condition, Duration most) {
        long end = System.nanoTime() + most.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("did not happen within " + most);
            }
            try {
                Thread.sleep(5);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
    }
}

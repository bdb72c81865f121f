// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.capture.elsewhere;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/**
 * {@code TestRun RESULTS CLASS...}: runs test classes and writes a line for each test into the file
 * RESULTS, with the stack trace below it where it failed, and at the end {@code N passed, N failed,
 * N skipped}. Of tests that a test factory makes, those that pass have one line together.
 *
 * <p>The tests' own time limits are for a real machine and do not count here. A test that takes
 * longer than {@code -Dkansoku.patience=SECONDS} has failed and ends the run, with what the threads
 * were at.
 */
public final class TestRun implements TestExecutionListener {
    private static final long PATIENCE = Long.getLong("kansoku.patience", 300) * 1_000_000_000;

    private final PrintStream results;
    private final Map<String, Long> begun = new HashMap<>();
    private final Map<String, Integer> made = new HashMap<>();
    private volatile @Nullable TestIdentifier running;
    private volatile long runningSince;
    private int passed;
    private int failed;
    private int skipped;

    private TestRun(PrintStream results) {
        this.results = results;
    }

    public static void main(String[] arguments) throws IOException {
        LauncherDiscoveryRequest request =
                LauncherDiscoveryRequestBuilder.request()
                        .selectors(
                                List.of(arguments).subList(1, arguments.length).stream()
                                        .map(DiscoverySelectors::selectClass)
                                        .toList())
                        .configurationParameter("junit.jupiter.execution.timeout.mode", "disabled")
                        .build();
        try (OutputStream out = Files.newOutputStream(Path.of(arguments[0]))) {
            TestRun run = new TestRun(new PrintStream(out, true, StandardCharsets.UTF_8));
            Thread.ofPlatform().daemon().name("patience").start(run::watch);
            LauncherFactory.create().execute(request, run);
            run.printTotals();
        }
    }

    private void printTotals() {
        results.printf("%d passed, %d failed, %d skipped%n", passed, failed, skipped);
    }

    private void watch() {
        while (true) {
            LockSupport.parkNanos(1_000_000_000);
            TestIdentifier test = running;
            if (test != null && System.nanoTime() - runningSince > PATIENCE) {
                results.println("failed " + name(test) + ": it does not end");
                Thread.getAllStackTraces()
                        .forEach(
                                (thread, calls) -> {
                                    results.println("\t" + thread.getName());
                                    for (StackTraceElement call : calls) {
                                        results.println("\t\tat " + call);
                                    }
                                });
                failed++;
                printTotals();
                Runtime.getRuntime().halt(1);
            }
        }
    }

    @Override
    public void executionStarted(TestIdentifier test) {
        runningSince = System.nanoTime();
        running = test.isTest() ? test : null;
        begun.put(test.getUniqueId(), System.nanoTime());
    }

    @Override
    public void executionSkipped(TestIdentifier test, String reason) {
        skipped++;
        results.println("skipped " + name(test) + ": " + reason);
    }

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
        running = null;
        Throwable cause = result.getThrowable().orElse(null);
        if (test.isTest() && isMade(test) && cause == null) {
            passed++;
            made.merge(test.getParentId().orElse(""), 1, Integer::sum);
            return;
        }
        if (!test.isTest() && cause == null && !made.containsKey(test.getUniqueId())) {
            return;
        }
        long millis = (System.nanoTime() - begun.get(test.getUniqueId())) / 1_000_000;
        int tests = made.getOrDefault(test.getUniqueId(), 0);
        String end = name(test) + (tests == 0 ? "" : " x " + tests) + " (" + millis + " ms)";
        switch (result.getStatus()) {
            case SUCCESSFUL -> {
                passed += test.isTest() ? 1 : 0;
                results.println("passed " + end);
            }
            case ABORTED -> {
                skipped++;
                results.println(
                        "skipped " + end + ": " + (cause == null ? "" : cause.getMessage()));
            }
            case FAILED -> {
                failed++;
                results.println("failed " + end);
                if (cause != null) {
                    cause.printStackTrace(results);
                }
            }
        }
    }

    private static boolean isMade(TestIdentifier test) {
        return test.getUniqueId().contains("/[dynamic-test:");
    }

    /** Such as {@code FdNamesTest.aRecordingShowsTheSameNames}, and which of a method's tests. */
    private static String name(TestIdentifier test) {
        return test.getSource()
                .map(
                        source ->
                                switch (source) {
                                    case MethodSource method ->
                                            simple(method.getClassName())
                                                    + "."
                                                    + method.getMethodName()
                                                    + which(test, method);
                                    case ClassSource type -> simple(type.getClassName());
                                    default -> test.getDisplayName();
                                })
                .orElse(test.getDisplayName());
    }

    private static String which(TestIdentifier test, MethodSource method) {
        String shown = test.getDisplayName();
        return shown.startsWith(method.getMethodName()) ? "" : " " + shown;
    }

    private static String simple(String className) {
        return className.substring(className.lastIndexOf('.') + 1);
    }
}

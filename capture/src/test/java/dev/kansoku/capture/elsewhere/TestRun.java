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
 * N skipped}.
 *
 * <p>The tests' own time limits are for a real machine and do not count here; whoever runs this
 * bounds the whole.
 */
public final class TestRun implements TestExecutionListener {
    private final PrintStream results;
    private final Map<String, Long> begun = new HashMap<>();
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
            LauncherFactory.create().execute(request, run);
            run.results.printf(
                    "%d passed, %d failed, %d skipped%n", run.passed, run.failed, run.skipped);
        }
    }

    @Override
    public void executionStarted(TestIdentifier test) {
        begun.put(test.getUniqueId(), System.nanoTime());
    }

    @Override
    public void executionSkipped(TestIdentifier test, String reason) {
        skipped++;
        results.println("skipped " + name(test) + ": " + reason);
    }

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
        Throwable cause = result.getThrowable().orElse(null);
        if (cause == null && !test.isTest()) {
            return;
        }
        long millis = (System.nanoTime() - begun.get(test.getUniqueId())) / 1_000_000;
        String end = name(test) + " (" + millis + " ms)";
        switch (result.getStatus()) {
            case SUCCESSFUL -> {
                passed++;
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

    /** Such as {@code FdNamesTest.aRecordingShowsTheSameNames}. */
    private static String name(TestIdentifier test) {
        return test.getSource()
                .map(
                        source ->
                                switch (source) {
                                    case MethodSource method ->
                                            simple(method.getClassName())
                                                    + "."
                                                    + method.getMethodName();
                                    case ClassSource type -> simple(type.getClassName());
                                    default -> test.getDisplayName();
                                })
                .orElse(test.getDisplayName());
    }

    private static String simple(String className) {
        return className.substring(className.lastIndexOf('.') + 1);
    }
}

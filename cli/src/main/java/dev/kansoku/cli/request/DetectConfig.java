// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.cli.request;

import dev.kansoku.cli.console.UsageException;
import dev.kansoku.cli.option.Arguments;
import dev.kansoku.rules.config.Config;
import dev.kansoku.rules.config.ConfigException;
import dev.kansoku.rules.config.ConfigReader;
import dev.kansoku.rules.output.OutputSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How {@code kansoku detect} is set up: a file, the environment and {@code --set}, most of which
 * are options of the command line by another name.
 *
 * @param config what they say together
 * @param file that was read, or null for none
 * @param line the command line as it was given
 */
public record DetectConfig(Config config, @Nullable Path file, Arguments line) {
    private static final Path USUAL = Path.of("/etc/kansoku/kansoku.yaml");

    /** Settings of live captures, which a replay has no use for. */
    private static final List<String> LIVE = List.of("capture.", "containers.");

    private static final String LIMITS = "capture.limits";

    /** Reads what a command line names; nothing where it is for something else. */
    public static DetectConfig of(Arguments line) throws UsageException {
        if (!isDetection(line) || isSchemaAsked(line) || line.has("help")) {
            return new DetectConfig(Config.DEFAULT, null, line);
        }
        String named = line.value("config");
        Path file = named != null ? Path.of(named) : Files.exists(USUAL) ? USUAL : null;
        return read(file, line);
    }

    private static boolean isDetection(Arguments line) {
        return !line.words().isEmpty() && line.words().getFirst().equals(DetectRequest.VERB);
    }

    /** Whether the schema of the settings is wanted. */
    public static boolean isSchemaAsked(Arguments line) {
        return isDetection(line) && line.has("config-schema");
    }

    private static DetectConfig read(@Nullable Path file, Arguments line) throws UsageException {
        List<String> sets = new ArrayList<>(line.all("set"));
        if (line.has("metrics")) {
            sets.add("metrics.listen=" + line.value("metrics"));
        }
        try {
            return new DetectConfig(ConfigReader.read(file, sets, System.getenv()), file, line);
        } catch (IOException e) {
            throw new UsageException("cannot read the settings: " + e.getMessage());
        } catch (ConfigException e) {
            throw new UsageException(e.text());
        }
    }

    /** The same, read anew. */
    public DetectConfig again() throws UsageException {
        return read(file, line);
    }

    /** The command line with what it does not say itself. */
    public Arguments arguments() {
        boolean replays = line.has("read");
        Map<String, List<String>> more = new HashMap<>();
        config.options(path -> !replays || path.equals(LIMITS) || !isLive(path))
                .forEach(
                        (option, values) -> {
                            if (!line.has(option)) {
                                more.put(option, values);
                            }
                        });
        return more.isEmpty() ? line : line.with(more, line.words(), null);
    }

    /** Where alerts go, as it says. */
    List<OutputSpec> outputs() throws UsageException {
        try {
            return config.outputs();
        } catch (ConfigException e) {
            throw new UsageException(e.text());
        }
    }

    private static boolean isLive(String path) {
        return LIVE.stream().anyMatch(path::startsWith);
    }
}

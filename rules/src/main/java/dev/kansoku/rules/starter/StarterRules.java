// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.rules.starter;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The files of the starter rules. What each rule finds: {@code docs/starter-rules.md}. */
public final class StarterRules {
    /** What users write where a rule file is asked for, to have these. */
    public static final String NAME = "starter";

    /** In the order in which they are read: lists and macros stand in the first. */
    private static final List<String> FILES =
            List.of(
                    "common.yaml",
                    "execution.yaml",
                    "files.yaml",
                    "persistence.yaml",
                    "privilege.yaml",
                    "network.yaml",
                    "evasion.yaml");

    /**
     * One of the files.
     *
     * @param name such as {@code starter/files.yaml}, as messages show it
     * @param text what stands in it
     */
    public record File(String name, String text) {}

    private StarterRules() {}

    /** Whether a name that stands for rule files means these: where nothing else has it. */
    public static boolean areMeant(Path name) {
        return name.equals(Path.of(NAME)) && !Files.exists(name);
    }

    /** All of them, in the order in which they are to be read. */
    public static List<File> files() {
        return FILES.stream().map(file -> new File(NAME + "/" + file, text(file))).toList();
    }

    private static String text(String file) {
        try (InputStream in = StarterRules.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalStateException("the starter rules lack " + file);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

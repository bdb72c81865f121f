// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.cli;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleName;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Holds the order of the house (docs/architecture.md). */
class HouseTest {
    /** Each module and those that it may use. */
    private static final Map<String, Set<String>> MAY_USE =
            Map.of(
                    "ffi", Set.of(),
                    "event", Set.of(),
                    "scap", Set.of("event"),
                    "filter", Set.of("event"),
                    "engine", Set.of("event", "scap", "filter"),
                    "report", Set.of("event", "scap", "filter", "engine"),
                    "rules", Set.of("event", "scap", "filter", "engine"),
                    "lua", Set.of("ffi", "event", "scap", "filter", "engine"),
                    "containers", Set.of("ffi", "event", "scap", "filter", "engine"),
                    "capture", Set.of("ffi", "event", "scap", "filter", "engine"));

    private static JavaClasses house = new ClassFileImporter().importClasses();

    @BeforeAll
    static void read() {
        house =
                new ClassFileImporter()
                        .withImportOption(new ImportOption.DoNotIncludeTests())
                        .importPackages("dev.kansoku");
    }

    @Test
    void aModuleUsesOnlyThoseBelowIt() {
        Set<String> all = new TreeSet<>(MAY_USE.keySet());
        all.add("cli");
        MAY_USE.forEach(
                (module, allowed) -> {
                    for (String other : all) {
                        if (!other.equals(module) && !allowed.contains(other)) {
                            noClasses()
                                    .that()
                                    .resideInAPackage("dev.kansoku." + module + "..")
                                    .should()
                                    .dependOnClassesThat()
                                    .resideInAPackage("dev.kansoku." + other + "..")
                                    .allowEmptyShould(true)
                                    .check(house);
                        }
                    }
                });
    }

    @Test
    void packagesFormNoCycles() {
        slices().matching("dev.kansoku.(**)")
                .should()
                .beFreeOfCycles()
                // The one door to the engines, which stand on what lies beside it.
                .ignoreDependency(simpleName("LiveCapture"), DescribedPredicate.alwaysTrue())
                .check(house);
    }

    @Test
    void nobodyLogs() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAPackage("java.util.logging..")
                .check(house);
    }

    @Test
    void everyPackageSaysWhyItIsThere() throws IOException {
        Path root = Path.of("").toAbsolutePath().getParent();
        Set<String> silent = new TreeSet<>();
        for (String module :
                List.of(
                        "ffi",
                        "event",
                        "scap",
                        "filter",
                        "engine",
                        "containers",
                        "report",
                        "lua",
                        "capture",
                        "cli")) {
            Path sources = root.resolve(module).resolve("src/main/java");
            try (var files = Files.walk(sources)) {
                files.filter(file -> file.toString().endsWith(".java"))
                        .map(Path::getParent)
                        .distinct()
                        .filter(folder -> !folder.equals(sources))
                        .filter(folder -> !isNullMarked(folder.resolve("package-info.java")))
                        .forEach(folder -> silent.add(root.relativize(folder).toString()));
            }
        }
        assertThat(silent).as("packages without a @NullMarked package-info").isEmpty();
    }

    private static boolean isNullMarked(Path file) {
        try {
            return Files.exists(file) && Files.readString(file).contains("@NullMarked");
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}

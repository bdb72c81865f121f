// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.cli;

import dev.kansoku.cli.console.ExitStatus;
import dev.kansoku.cli.console.ProcessName;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.module.ModuleReader;
import java.lang.module.ResolvedModule;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Runs several command lines in one process, so that the virtual machine can be shown a replay, a
 * filter and a live capture when it makes the cache that later starts are fast by; a cache comes
 * from one process. At the end classes of modules are loaded that none of them needed: what a
 * machine that builds may not do, others will.
 */
final class Training {
    private static final String CLASS = ".class";

    private Training() {}

    /**
     * @param arguments the file whose lines are command lines, with blanks between their words,
     *     then what names of modules begin with that all classes are loaded of
     */
    public static void main(String[] arguments) throws IOException {
        Ahead.start();
        ProcessName.take("kansoku");
        PrintStream notes = new PrintStream(System.err, true, StandardCharsets.UTF_8);
        for (String line : Files.readAllLines(Path.of(arguments[0]))) {
            int status = Main.run(List.of(line.strip().split(" +")), notes);
            notes.println("training: exit status " + status);
        }
        for (ResolvedModule module : ModuleLayer.boot().configuration().modules()) {
            for (int i = 1; i < arguments.length; i++) {
                if (module.name().startsWith(arguments[i])) {
                    load(module);
                }
            }
        }
        System.exit(ExitStatus.SUCCESS); // as the command ends, which has its own classes
    }

    private static void load(ResolvedModule module) throws IOException {
        ClassLoader loader = Training.class.getClassLoader();
        try (ModuleReader reader = module.reference().open()) {
            List<String> names =
                    reader.list()
                            .filter(
                                    name ->
                                            name.endsWith(CLASS)
                                                    && !name.equals("module-info.class"))
                            .map(name -> name.substring(0, name.length() - CLASS.length()))
                            .toList();
            for (String name : names) {
                try {
                    Class.forName(name.replace('/', '.'), false, loader);
                } catch (ClassNotFoundException | LinkageError e) {
                    // one that needs what is not there is not part of a start either
                    continue;
                }
            }
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.cli;

import dev.kansoku.cli.console.ExitStatus;
import dev.kansoku.cli.console.Failure;
import dev.kansoku.cli.console.OutputException;
import dev.kansoku.cli.console.Printable;
import dev.kansoku.cli.console.ProcessName;
import dev.kansoku.cli.console.UsageException;
import dev.kansoku.cli.option.Arguments;
import dev.kansoku.cli.option.Users;
import dev.kansoku.cli.request.ScapVerb;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Where the command starts. */
public final class Main {
    private Main() {}

    public static void main(String[] line) {
        if (line.length != 1 || !line[0].startsWith("-")) {
            Ahead.start(); // a lone option asks for help or the version as a rule
        }
        ProcessName.take("kansoku");
        PrintStream notes = new PrintStream(System.err, true, StandardCharsets.UTF_8);
        System.exit(run(List.of(line), notes));
    }

    static int run(List<String> line, PrintStream notes) {
        try {
            Arguments arguments = ScapVerb.expanded(Arguments.parse(line));
            for (String note : arguments.notes()) {
                notes.println("kansoku: " + Printable.line(note));
            }
            return RequestReader.read(arguments, Users.system()).run(notes);
        } catch (UsageException e) {
            notes.println("kansoku: " + Printable.line(e.getMessage()));
            return ExitStatus.USAGE;
        } catch (Failure e) {
            notes.println("kansoku: " + e.getMessage());
            return e.status();
        } catch (OutputException e) {
            return e.report(notes);
        }
    }
}

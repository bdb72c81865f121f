// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.cli;

import dev.kansoku.capture.LiveOptions;
import dev.kansoku.cli.console.Failure;
import dev.kansoku.cli.console.Output;
import dev.kansoku.cli.console.OutputException;
import dev.kansoku.cli.console.Printable;
import dev.kansoku.cli.console.UsageException;
import dev.kansoku.cli.help.CompletionScript;
import dev.kansoku.cli.help.EventList;
import dev.kansoku.cli.help.FieldList;
import dev.kansoku.cli.help.HelpText;
import dev.kansoku.cli.help.ManPage;
import dev.kansoku.cli.replay.CaptureFacts;
import dev.kansoku.cli.replay.Indexing;
import dev.kansoku.cli.report.ReportList;
import dev.kansoku.cli.request.CapturePart;
import dev.kansoku.cli.request.ContainerRequest;
import dev.kansoku.cli.request.ReplayRequest;
import dev.kansoku.cli.request.RightsRequest;
import dev.kansoku.cli.request.RulesVerb;
import dev.kansoku.cli.request.Selection;
import dev.kansoku.cli.request.Shell;
import dev.kansoku.cli.request.WrittenFilter;
import dev.kansoku.cli.rule.RulesDesk;
import dev.kansoku.cli.rule.RulesExplain;
import dev.kansoku.cli.rule.RulesTest;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What a command line asks for. */
public sealed interface Request {
    /**
     * Does it. A method rather than a switch over the records, which would cost each start the
     * making of a class.
     *
     * @param notes takes lines for the user
     * @return the status to end with
     */
    int run(PrintStream notes) throws UsageException, Failure, OutputException;

    /**
     * Print how to use it.
     *
     * @param command the one that is asked about, null for all
     */
    record Help(@Nullable String command) implements Request {
        @Override
        public int run(PrintStream notes) throws UsageException, Failure, OutputException {
            String page = command == null ? null : HelpText.of(command);
            return Output.print(page == null ? HelpText.text() : page);
        }
    }

    /** Print the manual page. */
    record Manual() implements Request {
        @Override
        public int run(PrintStream notes) throws UsageException, Failure, OutputException {
            return Output.print(ManPage.text());
        }
    }

    /** Print the version. */
    record Version() implements Request {
        @Override
        public int run(PrintStream notes) throws UsageException, Failure, OutputException {
            return Output.print("kansoku " + dev.kansoku.cli.help.Version.text() + "\n");
        }
    }

    /** Print the format of the default line. */
    record ShownFormat() implements Request {
        @Override
        public int run(PrintStream notes) throws UsageException, Failure, OutputException {
            return Output.print(Selection.DEFAULT_FORMAT + "\n");
        }
    }

    /** Print the schema of the settings of detection. */
    record ConfigSchema() implements Request {
        @Override
        public int run(PrintStream notes) throws UsageException, Failure, OutputException {
            return Output.print(dev.kansoku.rules.config.ConfigSchema.text());
        }
    }

    /** List the fields of a class or all, or describe the one of a name. */
    record Fields(@Nullable String name, boolean json) implements Request {
        @Override
        public int run(PrintStream notes) throws UsageException, Failure, OutputException {
            return Output.print(FieldList.of(name, json));
        }
    }

    /** List all events, or describe those of a name. */
    record Events(@Nullable String name, boolean json) implements Request {
        @Override
        public int run(PrintStream notes) throws UsageException, Failure, OutputException {
            return Output.print(EventList.of(name, json));
        }
    }

    /** List the reports, or describe the one of a name. */
    record Reports(@Nullable String name, boolean json) implements Request {
        @Override
        public int run(PrintStream notes) throws UsageException, Failure, OutputException {
            return Output.print(ReportList.of(name, json));
        }
    }

    /** Say what a call of a name does. */
    record Words(String name) implements Request {
        @Override
        public int run(PrintStream notes) throws UsageException, Failure, OutputException {
            return Output.print(ReportList.words(name));
        }
    }

    /** Compare two captures. */
    record Difference(CapturePart before, CapturePart after, WrittenFilter filter, boolean json)
            implements Request {
        @Override
        public int run(PrintStream notes) throws UsageException, Failure, OutputException {
            return DifferenceRun.of(this);
        }
    }

    /**
     * Record in a file what threads did around the events that pass a filter.
     *
     * @param millis before and after each of them
     */
    record Around(List<String> captures, WrittenFilter filter, String file, long millis)
            implements Request {
        @Override
        public int run(PrintStream notes) throws UsageException, Failure, OutputException {
            return AroundRun.of(this, notes);
        }
    }

    /** Say what a filter asks. */
    record Explain(WrittenFilter filter) implements Request {
        @Override
        public int run(PrintStream notes) throws UsageException, Failure, OutputException {
            return Output.print(FilterExplanation.of(filter));
        }
    }

    /** Say what there is to say about rule files. */
    record Rules(RulesVerb verb) implements Request {
        @Override
        public int run(PrintStream notes) throws UsageException, Failure, OutputException {
            return RulesDesk.run(verb, notes);
        }
    }

    /** Say why a rule matches an event, or does not. */
    record RuleExplained(RulesExplain asked) implements Request {
        @Override
        public int run(PrintStream notes) throws UsageException, Failure, OutputException {
            return asked.run(notes);
        }
    }

    /** Run tests of rules. */
    record RuleTests(List<Path> filesOrFolders, boolean json) implements Request {
        @Override
        public int run(PrintStream notes) throws UsageException, Failure, OutputException {
            return RulesTest.run(filesOrFolders, json);
        }
    }

    /** Say what a live capture could do here. */
    record Doctor(boolean json) implements Request {
        @Override
        public int run(PrintStream notes) throws UsageException, Failure, OutputException {
            dev.kansoku.cli.live.Doctor doctor = dev.kansoku.cli.live.Doctor.examine(json);
            Output.print(doctor.text());
            return doctor.status();
        }
    }

    /** Make the indexes of captures. */
    record Index(List<String> files) implements Request {
        @Override
        public int run(PrintStream notes) throws UsageException, Failure, OutputException {
            Consumer<String> told = text -> notes.println("kansoku: " + Printable.line(text));
            return Indexing.of(files, told, told);
        }
    }

    /** Say what captures hold. */
    record Facts(List<String> files, boolean json) implements Request {
        @Override
        public int run(PrintStream notes) throws UsageException, Failure, OutputException {
            CaptureFacts facts = CaptureFacts.of(files, json);
            Output.print(facts.text());
            return facts.status();
        }
    }

    /** Print the script that makes a shell complete the command line. */
    record Completion(Shell shell) implements Request {
        @Override
        public int run(PrintStream notes) throws UsageException, Failure, OutputException {
            return Output.print(CompletionScript.of(shell));
        }
    }

    /** Read captures. */
    record Replay(ReplayRequest asked) implements Request {
        @Override
        public int run(PrintStream notes) throws UsageException, Failure, OutputException {
            return Session.replay(asked, notes);
        }
    }

    /** Observe this machine. */
    record Live(
            LiveOptions options,
            ContainerRequest containers,
            Selection selection,
            RightsRequest rights)
            implements Request {
        @Override
        public int run(PrintStream notes) throws UsageException, Failure, OutputException {
            return Session.live(this, notes);
        }
    }
}

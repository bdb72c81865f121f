package dev.kansoku.cli;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Where the command starts. */
public final class Main {
    private Main() {}

    public static void main(String[] line) {
        PrintStream notes = new PrintStream(System.err, true, StandardCharsets.UTF_8);
        System.exit(run(List.of(line), notes));
    }

    static int run(List<String> line, PrintStream notes) {
        try {
            Arguments arguments = Arguments.parse(line);
            for (String note : arguments.notes()) {
                notes.println("kansoku: " + Printable.line(note));
            }
            Request request = RequestReader.read(arguments, Users.system());
            return switch (request) {
                case Request.Help _ -> print(HelpText.text());
                case Request.Manual _ -> print(ManPage.text());
                case Request.Version _ -> print("kansoku " + Version.text() + "\n");
                case Request.Fields(String name, boolean json) -> print(FieldList.of(name, json));
                case Request.Events(String name, boolean json) -> print(EventList.of(name, json));
                case Request.Reports(String name, boolean json) -> print(ReportList.of(name, json));
                case Request.Explain(WrittenFilter filter) -> print(FilterExplanation.of(filter));
                case Request.Doctor(boolean json) -> print(Doctor.examine(json));
                case Request.Facts(List<String> files, boolean json) ->
                        print(CaptureFacts.of(files, json));
                case Request.Completion(Shell shell) -> print(CompletionScript.of(shell));
                case Request.Index(List<String> files) ->
                        Indexing.of(
                                files,
                                text -> notes.println("kansoku: " + Printable.line(text)),
                                text -> notes.println("kansoku: " + Printable.line(text)));
                case Request.Replay replay -> Session.replay(replay, notes);
                case Request.Live live -> Session.live(live, notes);
            };
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

    private static int print(Doctor doctor) throws OutputException {
        print(doctor.text());
        return doctor.status();
    }

    private static int print(CaptureFacts facts) throws OutputException {
        print(facts.text());
        return facts.status();
    }

    private static int print(String text) throws OutputException {
        Output output = Output.standard();
        output.buffer().put(text);
        output.flush();
        return ExitStatus.SUCCESS;
    }
}

package dev.kansoku.cli;

import dev.kansoku.capture.LiveOptions;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a command line asks for. */
sealed interface Request {
    /** Print how to use it. */
    record Help() implements Request {}

    /** Print the manual page. */
    record Manual() implements Request {}

    /** Print the version. */
    record Version() implements Request {}

    /** List the fields of a class or all, or describe the one of a name. */
    record Fields(@Nullable String name, boolean json) implements Request {}

    /** List all events, or describe those of a name. */
    record Events(@Nullable String name, boolean json) implements Request {}

    /** List the reports, or describe the one of a name. */
    record Reports(@Nullable String name, boolean json) implements Request {}

    /** Say what a filter asks. */
    record Explain(WrittenFilter filter) implements Request {}

    /** Say what a live capture could do here. */
    record Doctor(boolean json) implements Request {}

    /** Make the indexes of captures. */
    record Index(List<String> files) implements Request {}

    /** Say what captures hold. */
    record Facts(List<String> files, boolean json) implements Request {}

    /** Print the script that makes a shell complete the command line. */
    record Completion(Shell shell) implements Request {}

    /**
     * Read captures; {@code -} is standard input.
     *
     * @param options in which order, and which part
     * @param exitsOnly whether enters and exits become exits alone
     */
    record Replay(
            List<String> files,
            ReplayOptions options,
            boolean exitsOnly,
            Selection selection,
            RightsRequest rights)
            implements Request {}

    /** Observe this machine. */
    record Live(
            LiveOptions options,
            ContainerRequest containers,
            Selection selection,
            RightsRequest rights)
            implements Request {}
}

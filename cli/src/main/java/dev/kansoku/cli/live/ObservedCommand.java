// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.cli.live;

import dev.kansoku.capture.CommandHandle;
import dev.kansoku.capture.LiveOptions;
import dev.kansoku.capture.process.CommandLauncher;
import dev.kansoku.capture.process.CommandResolution;
import dev.kansoku.cli.console.ExitStatus;
import dev.kansoku.cli.console.Failure;
import dev.kansoku.cli.console.Printable;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** The command that a live capture runs and observes. */
public final class ObservedCommand {
    private ObservedCommand() {}

    /** A command that cannot be run is told before anything is attached for it. */
    public static void require(LiveOptions options) throws Failure {
        if (options.scope().command().isEmpty()) {
            return;
        }
        String command = options.scope().command().getFirst();
        CommandResolution found = CommandLauncher.resolve(command, System.getenv("PATH"));
        if (found instanceof CommandResolution.NotFound missing) {
            throw new Failure(ExitStatus.COMMAND_NOT_FOUND, Printable.line(missing.message()));
        }
        if (found instanceof CommandResolution.NotExecutable barred) {
            throw new Failure(ExitStatus.COMMAND_NOT_EXECUTABLE, Printable.line(barred.message()));
        }
    }

    /**
     * The status that the command ended with. One that still runs when the capture has ended before
     * it, as by {@code -n}, is asked to end, and the run counts as a success.
     */
    public static int status(@Nullable CommandHandle command) {
        if (command == null) {
            return ExitStatus.SUCCESS;
        }
        OptionalInt status = command.exitStatus();
        if (status.isPresent()) {
            return status.getAsInt();
        }
        ProcessHandle.of(command.pid()).ifPresent(ProcessHandle::destroy);
        return ExitStatus.SUCCESS;
    }
}

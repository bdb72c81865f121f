// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.cli.live;

import dev.kansoku.capture.Launch.RunAs;
import dev.kansoku.capture.LiveOptions;
import dev.kansoku.capture.LiveSource;
import dev.kansoku.capture.process.UserGroups;
import dev.kansoku.cli.console.ExitStatus;
import dev.kansoku.cli.console.Failure;
import dev.kansoku.cli.console.Printable;
import dev.kansoku.cli.request.RightsRequest;
import dev.kansoku.containers.ContainerRuntime;
import dev.kansoku.containers.RuntimeOptions;
import dev.kansoku.containers.Runtimes;
import dev.kansoku.ffi.Capability;
import dev.kansoku.ffi.Credentials;
import dev.kansoku.ffi.KernelFile;
import dev.kansoku.ffi.Privileges;
import dev.kansoku.ffi.SystemCallException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Gives up the rights that opening needed, before anything is read that others wrote; what is kept,
 * and for what, stands in {@code docs/threat-model.md}. Under sudo it goes on as who called it.
 */
public final class Rights {
    private static final Path STATUS = Path.of("/proc/self/status");

    private final @Nullable RunAs caller;
    private final Set<Capability> needed = EnumSet.noneOf(Capability.class);
    private @Nullable RuntimeOptions runtimes;
    private final boolean none;
    private boolean pending;

    private Rights(RightsRequest request) {
        Credentials own = request.kept() ? null : own();
        pending = own != null;
        none = own == null || own.permitted() == 0;
        boolean lent =
                own != null
                        && own.uid() == 0
                        && own.has(Capability.SETUID)
                        && own.has(Capability.SETGID);
        caller = lent ? request.caller() : null;
    }

    /** Null where there is no /proc, and so no rights of Linux's. */
    private static @Nullable Credentials own() {
        try {
            return Credentials.read(Files.readString(STATUS, StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            return null;
        }
    }

    /** For a replay, which opens further captures while it runs. */
    public static Rights ofReplay(RightsRequest request) {
        Rights rights = new Rights(request);
        rights.needed.add(Capability.DAC_READ_SEARCH);
        rights.pending &= !rights.none; // what calls of the kernel cost is not paid for nothing
        return rights;
    }

    /**
     * For a live capture that is open.
     *
     * @param runtimes those that will be asked about containers, or null for none
     */
    public static Rights ofLive(
            RightsRequest request,
            LiveOptions options,
            LiveSource source,
            @Nullable RuntimeOptions runtimes) {
        Rights rights = new Rights(request);
        rights.needed.addAll(source.rights());
        rights.runtimes = runtimes;
        if (runtimes != null) {
            // their folders, and users in the files that a container's processes see
            rights.needed.add(Capability.SYS_PTRACE);
            rights.needed.add(Capability.DAC_READ_SEARCH);
        }
        RunAs command = options.launch().runAs();
        if (!options.scope().command().isEmpty() && !rights.isOf(command)) {
            rights.needed.add(Capability.KILL); // to end it, where the capture ends before it
        }
        return rights;
    }

    /** Whether a command's user is who this process will be. */
    private boolean isOf(@Nullable RunAs command) {
        return caller == null ? command == null : command != null && command.uid() == caller.uid();
    }

    /**
     * Further files will be opened for output while it runs. They are the caller's where sudo lent
     * the rights, and need none then.
     */
    public void keepForMoreFiles() {
        if (caller == null) {
            needed.add(Capability.DAC_OVERRIDE);
        }
    }

    /**
     * Before files are opened for output: where sudo lent the rights they are the caller's files.
     */
    public void beforeFiles() throws Failure {
        if (caller != null) {
            end();
        }
    }

    /** After that: what root has opened stays open. */
    public void afterFiles() throws Failure {
        end();
    }

    private void end() throws Failure {
        if (!pending) {
            return;
        }
        pending = false;
        try {
            Privileges.reduce(caller == null ? null : identity(caller), needed);
        } catch (SystemCallException e) {
            throw new Failure(
                    ExitStatus.FAILURE,
                    "the rights that are no longer needed cannot be given up: "
                            + Printable.line(e.getMessage())
                            + "; --keep-privileges goes on with them");
        }
    }

    private Privileges.Identity identity(RunAs user) {
        int[] groups = UserGroups.of(user);
        int[] all = IntStream.concat(Arrays.stream(groups), socketGroups()).distinct().toArray();
        return new Privileges.Identity((int) user.uid(), (int) user.gid(), all);
    }

    /** The groups that may speak to the runtimes. */
    private IntStream socketGroups() {
        RuntimeOptions asked = runtimes;
        if (asked == null) {
            return IntStream.empty();
        }
        KernelFile files = new KernelFile();
        return Runtimes.available(asked).stream()
                .map(ContainerRuntime::address)
                .map(files::facts)
                .filter(facts -> facts != null && facts.isSocket())
                .mapToInt(facts -> (int) facts.gid());
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.cli.option;

import dev.kansoku.capture.Launch.RunAs;
import dev.kansoku.cli.console.UsageException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * As whom a command runs, and whose threads are observed. Rights that sudo lent to Kansoku are not
 * passed on to what it observes.
 *
 * @param environment where sudo says who called it
 * @param passwd the table of users
 */
public record Users(Map<String, String> environment, Path passwd) {
    private static final int NAME = 0;
    private static final int UID = 2;
    private static final int GID = 3;

    /** This machine's. */
    public static Users system() {
        return new Users(System.getenv(), Path.of("/etc/passwd"));
    }

    /**
     * The user and group for a command.
     *
     * @param asked a name, or {@code UID} or {@code UID:GID}, or null where nobody was asked for
     * @return null for Kansoku's own
     */
    public @Nullable RunAs runAs(@Nullable String asked) throws UsageException {
        if (asked != null) {
            return named(asked);
        }
        Long uid = id(environment.getOrDefault("SUDO_UID", ""));
        Long gid = id(environment.getOrDefault("SUDO_GID", ""));
        return uid == null || gid == null || uid == 0 ? null : new RunAs(uid, gid);
    }

    private RunAs named(String asked) throws UsageException {
        int colon = asked.indexOf(':');
        Long uid = id(colon < 0 ? asked : asked.substring(0, colon));
        Long gid = colon < 0 ? null : id(asked.substring(colon + 1));
        if (uid != null && gid != null) {
            return new RunAs(uid, gid);
        }
        String instead = "; write --run-as UID:GID";
        RunAs found = find("--run-as", asked, instead);
        if (found == null) {
            throw new UsageException("--run-as: no user \"" + asked + "\" in " + passwd + instead);
        }
        return found;
    }

    /**
     * The number of a user.
     *
     * @param option that the user was given to
     * @param asked a name or a number; a number need not be in the table
     */
    public long uid(String option, String asked) throws UsageException {
        Long uid = id(asked);
        if (uid != null) {
            return uid;
        }
        String instead = "; write --" + option + " UID";
        RunAs found = find("--" + option, asked, instead);
        if (found == null) {
            throw new UsageException(
                    "--" + option + ": no user \"" + asked + "\" in " + passwd + instead);
        }
        return found.uid();
    }

    /** A user by name or number, null where there is none. */
    private @Nullable RunAs find(String option, String asked, String instead)
            throws UsageException {
        Long uid = id(asked);
        List<String> rows;
        try {
            rows = Files.readAllLines(passwd, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UsageException(option + ": " + passwd + " cannot be read" + instead);
        }
        for (String row : rows) {
            String[] cells = row.split(":", -1);
            if (cells.length > GID
                    && (cells[NAME].equals(asked) || (uid != null && uid.equals(id(cells[UID]))))) {
                Long rowUid = id(cells[UID]);
                Long rowGid = id(cells[GID]);
                if (rowUid != null && rowGid != null) {
                    return new RunAs(rowUid, rowGid);
                }
            }
        }
        return null;
    }

    private static @Nullable Long id(String text) {
        try {
            long id = Long.parseLong(text);
            return id >= 0 && id < 0xffff_ffffL ? id : null;
        } catch (NumberFormatException e) {
            return null;
        }
    }
}

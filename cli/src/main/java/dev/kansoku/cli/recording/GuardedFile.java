// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.cli.recording;

import dev.kansoku.cli.console.OutputException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** Makes files that nobody else reads, and that are no one else's before. */
final class GuardedFile {
    private GuardedFile() {}

    /** Makes an empty file for its owner alone; one that is there, or a link, is refused. */
    static void create(String file) throws OutputException {
        try {
            Files.createFile(
                    Path.of(file),
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rw-------")));
        } catch (FileAlreadyExistsException e) {
            throw new OutputException(file, new IOException("it is there already", e));
        } catch (IOException e) {
            throw new OutputException(file, e);
        }
    }
}

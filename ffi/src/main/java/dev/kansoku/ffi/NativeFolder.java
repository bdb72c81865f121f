// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.ffi;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.security.CodeSource;

/**
 * Where native libraries lie: in the folder that the start script of a package names, else in
 * {@code native} beside the jar or the classes of who asks, put there by the build. Nothing is
 * unpacked when a program runs.
 */
public final class NativeFolder {
    /** The property that names the folder; the start script sets it. */
    private static final String FOLDER = "kansoku.native";

    private NativeFolder() {}

    /**
     * The file of a library, which need not be there.
     *
     * @param user a class of the module that the library belongs to
     * @param name of the file
     * @throws UnsatisfiedLinkError where the module lies at no path
     */
    public static Path file(Class<?> user, String name) {
        String folder = System.getProperty(FOLDER);
        if (folder != null) {
            return Path.of(folder, name);
        }
        CodeSource source = user.getProtectionDomain().getCodeSource();
        if (source == null) {
            throw new UnsatisfiedLinkError("it is not known where this program lies");
        }
        try {
            URI place = source.getLocation().toURI();
            return Path.of(place).resolveSibling("native").resolve(name);
        } catch (URISyntaxException e) {
            throw new UnsatisfiedLinkError("this program lies at no path: " + e.getMessage());
        }
    }
}

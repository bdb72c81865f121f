// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.rules.output;

import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.ServiceLoader;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Outputs that come in jars of their own: among the command's, or in a folder of extensions. What
 * lies in that folder runs with all rights of this process, so nobody but its user or root may be
 * able to write there.
 */
final class Extensions {
    /** Names the folder. */
    static final String VARIABLE = "KANSOKU_EXTENSIONS";

    private static final String STANDARD = "/usr/share/kansoku/extensions";
    private static final String JAR = "*.jar";
    private static final int MOST_JARS = 256;
    private static final Set<PosixFilePermission> OF_OTHERS =
            Set.of(PosixFilePermission.GROUP_WRITE, PosixFilePermission.OTHERS_WRITE);

    private final Path folder;

    Extensions(Path folder) {
        this.folder = folder;
    }

    /** Those of this machine. */
    static Extensions ofMachine() {
        String named = System.getenv(VARIABLE);
        return new Extensions(Path.of(named == null || named.isEmpty() ? STANDARD : named));
    }

    /**
     * What sends alerts to such addresses.
     *
     * @param scheme how they begin
     * @throws OutputSpecException where there is nothing that does
     */
    AlertOutputProvider provider(String scheme) throws OutputSpecException {
        AlertOutputProvider found = find(scheme, ServiceLoader.load(AlertOutputProvider.class));
        if (found == null && Files.isDirectory(folder)) {
            found = find(scheme, ServiceLoader.load(AlertOutputProvider.class, loader()));
        }
        if (found == null) {
            throw new OutputSpecException(
                    null,
                    "nothing here sends alerts to "
                            + scheme
                            + ": the jar kansoku-rules-"
                            + scheme
                            + " and the libraries that it needs belong into "
                            + folder
                            + " (or a folder that "
                            + VARIABLE
                            + " names)");
        }
        return found;
    }

    private static @Nullable AlertOutputProvider find(
            String scheme, ServiceLoader<AlertOutputProvider> providers) {
        for (AlertOutputProvider provider : providers) {
            if (provider.scheme().equals(scheme)) {
                return provider;
            }
        }
        return null;
    }

    /** Stays open: an output loads classes for as long as it runs. */
    private ClassLoader loader() throws OutputSpecException {
        List<URL> jars = new ArrayList<>();
        try {
            requireOwn(folder);
            List<Path> found = new ArrayList<>();
            try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, JAR)) {
                files.forEach(found::add);
            }
            if (found.size() > MOST_JARS) {
                throw new OutputSpecException(
                        null, folder + " holds more than " + MOST_JARS + " jars");
            }
            Collections.sort(found);
            for (Path jar : found) {
                requireOwn(jar);
                jars.add(url(jar));
            }
        } catch (IOException e) {
            throw new OutputSpecException(null, folder + " cannot be read: " + e.getMessage(), e);
        }
        return new URLClassLoader(
                "extensions", jars.toArray(URL[]::new), Extensions.class.getClassLoader());
    }

    private static URL url(Path jar) throws MalformedURLException {
        return jar.toUri().toURL();
    }

    private static void requireOwn(Path file) throws IOException, OutputSpecException {
        if (!Files.getFileStore(file).supportsFileAttributeView("posix")) {
            return;
        }
        PosixFileAttributes attributes = Files.readAttributes(file, PosixFileAttributes.class);
        String owner = attributes.owner().getName();
        boolean own = owner.equals("root") || owner.equals(System.getProperty("user.name"));
        if (!own || !Collections.disjoint(attributes.permissions(), OF_OTHERS)) {
            throw new OutputSpecException(
                    null,
                    "nothing is loaded from "
                            + file
                            + ", which others may write to: it must belong to root or to who runs"
                            + " this, and be writable for them alone");
        }
    }
}

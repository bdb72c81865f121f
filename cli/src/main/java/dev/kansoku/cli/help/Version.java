// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.cli.help;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Which Kansoku this is. */
public final class Version {
    private static final String RESOURCE = "version.txt";

    private Version() {}

    /** Such as {@code 0.1.0-SNAPSHOT}; the build writes it. */
    public static String text() {
        try (InputStream in = Version.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException(RESOURCE + " is missing from the jar");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

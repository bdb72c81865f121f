// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.ffi;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The names of error numbers, read from {@code errors.tsv}. */
final class ErrorNames {
    private static final String[] NAMES = read();

    private ErrorNames() {}

    static String of(int errno) {
        return errno >= 0 && errno < NAMES.length ? NAMES[errno] : "error " + errno;
    }

    private static String[] read() {
        String[] names = new String[160];
        for (int i = 0; i < names.length; i++) {
            names[i] = "error " + i;
        }
        try (InputStream in = ErrorNames.class.getResourceAsStream("errors.tsv")) {
            if (in == null) {
                throw new IllegalStateException("errors.tsv is missing from the jar");
            }
            BufferedReader reader =
                    new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                if (!line.startsWith("#")) {
                    String[] cells = line.split("\t", -1);
                    names[Integer.parseInt(cells[0])] = cells[1];
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Arrays.copyOf(names, names.length);
    }
}

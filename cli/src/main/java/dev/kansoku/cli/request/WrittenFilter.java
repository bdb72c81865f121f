// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.cli.request;

import dev.kansoku.cli.console.ExitStatus;
import dev.kansoku.cli.console.Failure;
import dev.kansoku.cli.console.Printable;
import dev.kansoku.filter.FilterReader;
import dev.kansoku.filter.Reading;
import dev.kansoku.filter.field.FieldCatalogue;
import dev.kansoku.filter.syntax.Dialect;
import dev.kansoku.filter.syntax.FilterException;
import dev.kansoku.filter.syntax.Macros;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A filter as it stands on the command line.
 *
 * @param text of it; empty for all events
 * @param dialect the one that was asked for, or null where the filter itself is to tell
 * @param macros a file of macros for Wireshark's dialect, or null
 */
public record WrittenFilter(String text, @Nullable Dialect dialect, @Nullable String macros) {
    public boolean isEmpty() {
        return text.isBlank();
    }

    /** Reads it, or says what is wrong with it. */
    public <C> Reading read(FieldCatalogue<C> catalogue) throws Failure {
        FilterReader<C> reader = new FilterReader<>(catalogue, readMacros());
        try {
            return dialect == null ? reader.read(text) : reader.read(text, dialect);
        } catch (FilterException e) {
            throw new Failure(ExitStatus.USAGE, "filter: " + e.report());
        }
    }

    private Macros readMacros() throws Failure {
        if (macros == null) {
            return Macros.NONE;
        }
        try {
            return Macros.read(Path.of(macros));
        } catch (FilterException e) {
            throw new Failure(
                    ExitStatus.USAGE,
                    "macros: " + Printable.line(macros) + ":" + e.line() + ": " + e.report());
        } catch (NoSuchFileException e) {
            throw new Failure(ExitStatus.USAGE, "macros: no file " + Printable.line(macros));
        } catch (IOException e) {
            throw new Failure(
                    ExitStatus.USAGE,
                    "macros: cannot read " + Printable.line(macros + ": " + e.getMessage()));
        }
    }
}

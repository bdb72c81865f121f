// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.report;

import java.util.Locale;

/** Which reads and writes of files {@code spy_file} takes. */
final class FileFilter {
    private FileFilter() {}

    static String of(String always, ReportArguments arguments) throws ReportException {
        String direction = arguments.value("read_or_write");
        String file = arguments.value("spy_on_file_name");
        String kind =
                switch (direction == null ? "RW" : direction.toUpperCase(Locale.ROOT)) {
                    case "R" -> "evt.is_io_read=true";
                    case "W" -> "evt.is_io_write=true";
                    case "RW" -> "evt.is_io=true";
                    default -> throw arguments.wrong("read_or_write", "R, W or RW");
                };
        String where =
                file == null || file.isEmpty()
                        ? "(not fd.name contains /dev/pt and not fd.name contains /dev/tty)"
                        : "fd.name=" + ReportMaker.quoted(file);
        return where + " and " + kind + " and " + always;
    }
}

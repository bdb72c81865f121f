// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.capture.process;

import dev.kansoku.event.start.GroupEntry;
import dev.kansoku.event.start.UserEntry;
import dev.kansoku.ffi.KernelFile;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The users and groups of /etc/passwd and /etc/group. Lines of another form are passed over. */
final class AccountTables {
    private static final int LIMIT = 16 << 20;

    private AccountTables() {}

    static List<UserEntry> users() {
        List<UserEntry> users = new ArrayList<>();
        for (String[] cells : lines("/etc/passwd")) {
            if (cells.length >= 7 && isNumber(cells[2]) && isNumber(cells[3])) {
                users.add(
                        new UserEntry(
                                Long.parseLong(cells[2]),
                                Long.parseLong(cells[3]),
                                cells[0],
                                cells[5],
                                cells[6]));
            }
        }
        return users;
    }

    static List<GroupEntry> groups() {
        List<GroupEntry> groups = new ArrayList<>();
        for (String[] cells : lines("/etc/group")) {
            if (cells.length >= 3 && isNumber(cells[2])) {
                groups.add(new GroupEntry(Long.parseLong(cells[2]), cells[0]));
            }
        }
        return groups;
    }

    private static List<String[]> lines(String file) {
        byte[] bytes = new KernelFile().read(file, LIMIT);
        List<String[]> lines = new ArrayList<>();
        if (bytes != null) {
            new String(bytes, StandardCharsets.UTF_8)
                    .lines()
                    .forEach(line -> lines.add(line.split(":", -1)));
        }
        return lines;
    }

    private static boolean isNumber(String text) {
        return !text.isEmpty()
                && text.length() <= 10
                && text.chars().allMatch(c -> c >= '0' && c <= '9');
    }
}

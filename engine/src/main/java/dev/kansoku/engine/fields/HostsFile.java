// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.engine.fields;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Names of hosts as a file such as {@code /etc/hosts} has them. Immutable. */
final class HostsFile {
    private static final long LARGEST = 1 << 20;
    private static final int MOST_LINES = 10_000;

    /** Read when somebody asks first. */
    private static final class OfMachine {
        private static final HostsFile FILE = read(Path.of("/etc/hosts"));
    }

    private final List<Line> lines;

    private HostsFile(List<Line> lines) {
        this.lines = lines;
    }

    /** An address, and its names, the first the proper one. */
    private static final class Line {
        private final byte[] address;
        private final String text;
        private final List<String> names;
        private final byte[] first;

        Line(InetAddress address, List<String> names) {
            this.address = address.getAddress();
            this.text = HostAddresses.text(address);
            this.names = names;
            this.first = names.getFirst().getBytes(StandardCharsets.UTF_8);
        }
    }

    /** That of this machine; an empty one where it has none. */
    static HostsFile ofMachine() {
        return OfMachine.FILE;
    }

    /** A file that is not there, too large or no text counts as empty. */
    static HostsFile read(Path path) {
        List<Line> lines = new ArrayList<>();
        try {
            if (Files.isRegularFile(path) && Files.size(path) <= LARGEST) {
                String text = Files.readString(path, StandardCharsets.ISO_8859_1);
                text.lines().limit(MOST_LINES).forEach(line -> parse(line, lines));
            }
        } catch (IOException e) {
            lines.clear(); // names are a help to people; addresses show without
        }
        return new HostsFile(lines);
    }

    private static void parse(String line, List<Line> into) {
        int remark = line.indexOf('#');
        String[] words = (remark < 0 ? line : line.substring(0, remark)).strip().split("\\s+");
        if (words.length < 2) {
            return;
        }
        try {
            InetAddress address = InetAddress.ofLiteral(words[0]);
            into.add(new Line(address, List.of(words).subList(1, words.length)));
        } catch (IllegalArgumentException e) {
            // a line that no resolver reads either
        }
    }

    /** The proper name of an address, shared bytes; null where it has none. */
    byte @Nullable [] name(byte[] address) {
        for (Line line : lines) {
            if (Arrays.equals(line.address, address)) {
                return line.first;
            }
        }
        return null;
    }

    /** The addresses of a name, in any case, as text. */
    List<String> addresses(String name) {
        List<String> addresses = new ArrayList<>();
        for (Line line : lines) {
            if (line.names.stream().anyMatch(name::equalsIgnoreCase)) {
                addresses.add(line.text);
            }
        }
        return addresses;
    }
}

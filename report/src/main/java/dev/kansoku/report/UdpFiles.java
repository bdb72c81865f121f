// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.report;

import dev.kansoku.engine.EventContext;
import dev.kansoku.event.TextBuffer;
import dev.kansoku.filter.syntax.FilterException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.Set;

/** Writes what went through each UDP socket into a file of its own. */
final class UdpFiles implements Report {
    private static final Path FOLDER = Path.of("udp_dump_files");
    private static final int MOST = 4096;

    private final FieldBytes data;
    private final EventText name;
    private final Set<String> begun = new HashSet<>();
    private final TextBuffer scratch = new TextBuffer();

    UdpFiles(ReportSetting setting) throws FilterException {
        data = FieldBytes.of("evt.buffer", setting.text());
        name = EventText.of("%fd.name", setting);
    }

    @Override
    public boolean accept(EventContext context, Page page) {
        scratch.clear();
        if (!data.read(context) || !name.write(context, scratch)) {
            return true;
        }
        String file = fileName(scratch.toString());
        boolean first = begun.size() < MOST && begun.add(file);
        if (!begun.contains(file)) {
            return true;
        }
        try {
            append(FOLDER.resolve(file), first);
            return true;
        } catch (IOException e) {
            page.put("cannot write " + FOLDER.resolve(file) + ": " + e).line();
            return false;
        }
    }

    private void append(Path file, boolean first) throws IOException {
        Files.createDirectories(FOLDER);
        Set<OpenOption> options =
                Set.of(
                        StandardOpenOption.WRITE,
                        StandardOpenOption.CREATE,
                        LinkOption.NOFOLLOW_LINKS,
                        first ? StandardOpenOption.TRUNCATE_EXISTING : StandardOpenOption.APPEND);
        try (FileChannel channel = FileChannel.open(file, options)) {
            ByteBuffer bytes = ByteBuffer.wrap(data.bytes(), data.offset(), data.length());
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        }
    }

    /** Of a socket's addresses: no character of it leads out of the folder. */
    static String fileName(String socket) {
        String name = socket.replace("->", "-").replaceAll("[^A-Za-z0-9.-]", "_");
        return name.startsWith(".") ? "_" + name : name;
    }
}

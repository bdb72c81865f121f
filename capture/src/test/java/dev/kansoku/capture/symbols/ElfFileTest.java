// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.capture.symbols;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kansoku.event.TextBuffer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ElfFileTest {
    private static final int SYMBOLS = 0x200;
    private static final int NAMES = 0x300;
    private static final int SECTIONS = 0x400;

    @TempDir Path folder;

    @Test
    void namesTheFunctionThatAPlaceInTheFileLiesIn() throws IOException {
        byte[] file = file();

        assertThat(name(file, 0x1010)).isEqualTo("first+0x10");
        assertThat(name(file, 0x1025)).isEqualTo("sec_ond+0x5");
        assertThat(name(file, 0x1040)).as("behind the last function").isNull();
        assertThat(name(file, 0x900)).as("outside of what is mapped").isNull();
    }

    @Test
    void aFileThatIsNotWellFormedNamesNothing() throws IOException {
        assertThat(name(new byte[0], 0x1010)).isNull();
        assertThat(name("#!/bin/sh\n".getBytes(), 0)).isNull();
        byte[] far = file();
        ByteBuffer.wrap(far).order(ByteOrder.LITTLE_ENDIAN).putLong(0x28, Long.MAX_VALUE);
        assertThat(name(far, 0x1010)).isNull();
        byte[] huge = file();
        ByteBuffer.wrap(huge)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(SECTIONS + 64 + 32, Long.MAX_VALUE);
        assertThat(name(huge, 0x1010)).isNull();
    }

    @Test
    void noDamageStopsTheReading() throws IOException {
        Random random = new Random(7);
        for (int round = 0; round < 500; round++) {
            byte[] damaged = file();
            for (int i = 0; i < 1 + random.nextInt(8); i++) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
            }
            name(damaged, 0x1010);
        }
    }

    private String name(byte[] bytes, long offset) throws IOException {
        Path path = folder.resolve("elf");
        Files.write(path, bytes);
        try (FileChannel channel = FileChannel.open(path)) {
            TextBuffer out = new TextBuffer();
            return ElfFile.read(channel).write(offset, out) ? out.toString() : null;
        }
    }

    /** One segment, a table of two functions and a variable, and its names. */
    private static byte[] file() {
        ByteBuffer file = ByteBuffer.allocate(0x500).order(ByteOrder.LITTLE_ENDIAN);
        file.putInt(0, 0x464c457f).put(4, (byte) 2).put(5, (byte) 1);
        file.putLong(0x20, 0x100).putLong(0x28, SECTIONS);
        file.putShort(0x36, (short) 56).putShort(0x38, (short) 1);
        file.putShort(0x3a, (short) 64).putShort(0x3c, (short) 3);
        file.putInt(0x100, 1);
        file.putLong(0x108, 0x1000).putLong(0x110, 0x401000).putLong(0x120, 0x1000);
        symbol(file, 1, 1, 2, 0x401000, 0x20);
        symbol(file, 2, 7, 2, 0x401020, 0x10);
        symbol(file, 3, 1, 1, 0x401030, 0x10);
        file.put(NAMES + 1, "first\0sec;ond\0".getBytes());
        section(file, 1, 2, SYMBOLS, 4 * 24, 2);
        section(file, 2, 3, NAMES, 0x40, 0);
        return file.array();
    }

    private static void symbol(
            ByteBuffer file, int index, int name, int type, long address, long size) {
        int at = SYMBOLS + index * 24;
        file.putInt(at, name).put(at + 4, (byte) (0x10 | type)).putShort(at + 6, (short) 1);
        file.putLong(at + 8, address).putLong(at + 16, size);
    }

    private static void section(
            ByteBuffer file, int index, int type, long offset, long size, int linked) {
        int at = SECTIONS + index * 64;
        file.putInt(at + 4, type).putLong(at + 24, offset).putLong(at + 32, size);
        file.putInt(at + 40, linked);
    }
}

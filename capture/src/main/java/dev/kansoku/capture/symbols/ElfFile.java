// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.capture.symbols;

import dev.kansoku.event.TextBuffer;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SeekableByteChannel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The functions of a program or library, by the place in its file: of {@code .symtab} where there
 * is one, and of {@code .dynsym}. Format: elf(5), 64 bits, little-endian. Files come from whoever
 * is observed: nothing of them is trusted, and a file that is not well formed has no functions.
 * Immutable.
 */
final class ElfFile {
    /** Of nothing. */
    static final ElfFile EMPTY = new ElfFile(FunctionTable.EMPTY, List.of());

    /** Larger tables of symbols are left out, in bytes. */
    private static final int LARGEST_TABLE = 32 << 20;

    private static final int MOST_FUNCTIONS = 500_000;
    private static final int MOST_HEADERS = 1024;
    private static final int LONGEST_NAME = 512;

    private static final int HEADER = 64;
    private static final int SECTION = 64;
    private static final int SEGMENT = 56;
    private static final int SYMBOL = 24;
    private static final int MAGIC = 0x464c457f;
    private static final int CLASS_64 = 2;
    private static final int LITTLE_ENDIAN = 1;
    private static final int PT_LOAD = 1;
    private static final int SHT_SYMTAB = 2;
    private static final int SHT_DYNSYM = 11;
    private static final int STT_FUNC = 2;
    private static final int STT_GNU_IFUNC = 10;

    /** A part of the file that is mapped. */
    private record Segment(long offset, long address, long size) {}

    private final FunctionTable functions;
    private final List<Segment> segments;

    private ElfFile(FunctionTable functions, List<Segment> segments) {
        this.functions = functions;
        this.segments = segments;
    }

    /**
     * Appends {@code name+0xoffset} for a place in the file.
     *
     * @return false, with nothing appended, where no function is there
     */
    boolean write(long offset, TextBuffer out) {
        for (Segment segment : segments) {
            long inside = offset - segment.offset();
            if (inside >= 0 && inside < segment.size()) {
                return functions.write(segment.address() + inside, out);
            }
        }
        return false;
    }

    /** Reads the tables of an open file. */
    static ElfFile read(SeekableByteChannel file) {
        try {
            ByteBuffer header = bytes(file, 0, HEADER);
            if (header.getInt(0) != MAGIC
                    || header.get(4) != CLASS_64
                    || header.get(5) != LITTLE_ENDIAN) {
                return EMPTY;
            }
            List<Segment> segments = segments(file, header);
            FunctionTable.Builder functions = new FunctionTable.Builder(MOST_FUNCTIONS);
            int sections = Short.toUnsignedInt(header.getShort(0x3c));
            if (header.getShort(0x3a) == SECTION && sections <= MOST_HEADERS) {
                ByteBuffer table = bytes(file, header.getLong(0x28), sections * SECTION);
                addSymbols(file, table, SHT_SYMTAB, functions);
                addSymbols(file, table, SHT_DYNSYM, functions);
            }
            return new ElfFile(functions.build(), segments);
        } catch (IOException e) {
            return EMPTY; // cut off or not readable: its frames are told by their offsets
        }
    }

    private static List<Segment> segments(SeekableByteChannel file, ByteBuffer header)
            throws IOException {
        int count = Short.toUnsignedInt(header.getShort(0x38));
        List<Segment> segments = new ArrayList<>();
        if (header.getShort(0x36) != SEGMENT || count > MOST_HEADERS) {
            return segments;
        }
        ByteBuffer table = bytes(file, header.getLong(0x20), count * SEGMENT);
        for (int at = 0; at < table.limit(); at += SEGMENT) {
            if (table.getInt(at) == PT_LOAD) {
                segments.add(
                        new Segment(
                                table.getLong(at + 8),
                                table.getLong(at + 16),
                                table.getLong(at + 32)));
            }
        }
        return segments;
    }

    private static void addSymbols(
            SeekableByteChannel file, ByteBuffer sections, int type, FunctionTable.Builder to)
            throws IOException {
        for (int at = 0; at < sections.limit(); at += SECTION) {
            int linked = sections.getInt(at + 40);
            if (sections.getInt(at + 4) == type
                    && linked >= 0
                    && linked < sections.limit() / SECTION) {
                ByteBuffer symbols = section(file, sections, at);
                ByteBuffer names = section(file, sections, linked * SECTION);
                for (int s = 0; s + SYMBOL <= symbols.limit() && !to.isFull(); s += SYMBOL) {
                    addSymbol(symbols, s, names, to);
                }
            }
        }
    }

    private static void addSymbol(
            ByteBuffer symbols, int at, ByteBuffer names, FunctionTable.Builder to) {
        int type = symbols.get(at + 4) & 0xf;
        boolean defined = symbols.getShort(at + 6) != 0;
        long address = symbols.getLong(at + 8);
        int name = symbols.getInt(at);
        if ((type == STT_FUNC || type == STT_GNU_IFUNC)
                && defined
                && address >= 0
                && name > 0
                && name < names.limit()) {
            to.add(address, Math.max(0, symbols.getLong(at + 16)), text(names, name));
        }
    }

    /** A name, in which nothing looks like the border between frames. */
    private static byte[] text(ByteBuffer names, int from) {
        int to = from;
        while (to < names.limit() && to - from < LONGEST_NAME && names.get(to) != 0) {
            to++;
        }
        byte[] name = Arrays.copyOfRange(names.array(), from, to);
        for (int i = 0; i < name.length; i++) {
            if (name[i] == ';') {
                name[i] = '_';
            }
        }
        return name;
    }

    private static ByteBuffer section(SeekableByteChannel file, ByteBuffer sections, int at)
            throws IOException {
        long size = sections.getLong(at + 32);
        if (size < 0 || size > LARGEST_TABLE) {
            return ByteBuffer.allocate(0);
        }
        return bytes(file, sections.getLong(at + 24), (int) size);
    }

    private static ByteBuffer bytes(SeekableByteChannel file, long offset, int size)
            throws IOException {
        if (offset < 0 || offset > file.size() - size) {
            throw new EOFException("the file ends before offset " + offset);
        }
        ByteBuffer bytes = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
        file.position(offset);
        while (bytes.hasRemaining()) {
            if (file.read(bytes) < 0) {
                throw new EOFException("the file ends within what is read");
            }
        }
        return bytes.flip();
    }
}

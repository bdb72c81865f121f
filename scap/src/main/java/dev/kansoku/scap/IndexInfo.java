// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.scap;

import dev.kansoku.event.start.MachineEntry;
import dev.kansoku.scap.CaptureInfo.TableCounts;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A {@link CaptureInfo} as an index holds it, less the counts by type, which it has anyway. */
final class IndexInfo {
    private static final int LONGEST_TEXT = 4096;
    private static final int MOST_CPUS = 1 << 16;

    private IndexInfo() {}

    static byte[] encode(CaptureInfo info) {
        BlockBuffer to = new BlockBuffer(1024);
        for (long number :
                new long[] {
                    info.events(),
                    info.stateOnly(),
                    info.enters(),
                    info.exits(),
                    info.firstGeneration(),
                    info.first(),
                    info.last(),
                    info.backwards(),
                    info.dropEvents(),
                    info.dropped(),
                    info.meanEvent(),
                    info.tables().threads(),
                    info.tables().fds(),
                    info.tables().users(),
                    info.tables().interfaces(),
                    info.bytes(),
                    info.unknownTypes(),
                    info.skippedBlocks(),
                    info.skippedBytes()
                }) {
            to.u64(number);
        }
        to.u32(info.largestEvent());
        to.u32(info.sections());
        MachineEntry machine = info.machine();
        to.u8(machine == null ? 0 : 1);
        if (machine != null) {
            to.u32(machine.cpus());
            to.u64(machine.memoryBytes());
            to.u64(machine.maxPid());
            to.u64(machine.bootTimestamp());
            to.sized(machine.hostname(), LONGEST_TEXT);
        }
        to.u32(info.cpus().size());
        info.cpus().forEach(to::u64);
        to.u8(info.damages().size());
        for (Damage damage : info.damages()) {
            to.u64(damage.offset());
            to.u64(damage.lostBytes());
            to.sized(damage.what(), LONGEST_TEXT);
        }
        return Arrays.copyOf(to.bytes(), to.size());
    }

    /**
     * @param counts how often each type occurs, by its code
     */
    static CaptureInfo decode(byte[] bytes, long[] counts, Path capture) throws IOException {
        try {
            ByteBuffer from = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
            CaptureInfo info = decode(from, counts, capture);
            IndexFile.require(!from.hasRemaining(), "its counts are wrong");
            return info;
        } catch (BufferUnderflowException e) {
            throw new IOException("its counts are cut off", e);
        }
    }

    private static CaptureInfo decode(ByteBuffer from, long[] counts, Path capture)
            throws IOException {
        long[] numbers = new long[19];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = from.getLong();
        }
        int largest = from.getInt();
        int sections = from.getInt();
        MachineEntry machine = null;
        if (from.get() != 0) {
            int cpus = from.getInt();
            long memory = from.getLong();
            long maxPid = from.getLong();
            long boot = from.getLong();
            machine = new MachineEntry(cpus, memory, maxPid, text(from), boot);
        }
        int cpus = from.getInt();
        IndexFile.require(cpus >= 0 && cpus <= MOST_CPUS, "its counts are wrong");
        List<Long> perCpu = new ArrayList<>();
        for (int i = 0; i < cpus; i++) {
            perCpu.add(from.getLong());
        }
        int count = from.get();
        IndexFile.require(count >= 0 && count <= ScapReader.DAMAGES_KEPT, "its counts are wrong");
        List<Damage> damages = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            long offset = from.getLong();
            long lost = from.getLong();
            damages.add(new Damage(capture.toString(), offset, lost, text(from)));
        }
        return new CaptureInfo(
                machine,
                sections,
                numbers[0],
                numbers[1],
                numbers[2],
                numbers[3],
                numbers[4],
                numbers[5],
                numbers[6],
                numbers[7],
                numbers[8],
                numbers[9],
                numbers[10],
                largest,
                CaptureCounter.typeCounts(counts),
                List.copyOf(perCpu),
                new TableCounts(numbers[11], numbers[12], numbers[13], numbers[14]),
                numbers[15],
                numbers[16],
                numbers[17],
                numbers[18],
                List.copyOf(damages));
    }

    private static String text(ByteBuffer from) throws IOException {
        int length = Short.toUnsignedInt(from.getShort());
        IndexFile.require(length <= from.remaining(), "its counts are cut off");
        byte[] bytes = new byte[length];
        from.get(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }
}

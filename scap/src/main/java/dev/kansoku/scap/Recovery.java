// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.scap;

import dev.kansoku.event.Event;
import dev.kansoku.event.EventHeader;
import dev.kansoku.event.EventTable;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Finds the next good block behind a bad one: a section header, or an event block whose two lengths
 * agree and whose event fits in it. A start table is not looked for, since too little in it can be
 * checked.
 */
final class Recovery {
    /** The largest block that is looked at as a whole. */
    static final int LARGEST = 1 << 20;

    private static final VarHandle SHORT =
            MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INT =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private final Window window;

    Recovery(Window window) {
        this.window = window;
    }

    /**
     * Moves the window to the next good block, or to the end.
     *
     * @return how many bytes were passed over
     */
    long skipToBlock() throws IOException {
        long from = window.offset();
        do {
            window.at++;
        } while (window.need(BlockType.HEADER) && !isBlock());
        if (window.available() < BlockType.HEADER) {
            window.at = window.end;
        }
        return window.offset() - from;
    }

    /** Whether a good block begins at the window's start, which holds at least a frame's header. */
    boolean isBlock() throws IOException {
        int type = (int) INT.get(window.bytes, window.at);
        if (type == BlockType.SECTION) {
            return window.need(BlockType.HEADER + 4)
                    && (int) INT.get(window.bytes, window.at + BlockType.HEADER)
                            == SectionHeader.MAGIC;
        }
        return BlockType.isEvent(type) && isEvent(type);
    }

    private boolean isEvent(int type) throws IOException {
        int length = (int) INT.get(window.bytes, window.at + 4);
        int before = BlockType.HEADER + (BlockType.hasFlags(type) ? 6 : 2);
        int available = length - before - BlockType.TRAILER;
        if (length < 0
                || length > LARGEST
                || available < EventHeader.SIZE_V1
                || !window.need(length)) {
            return false;
        }
        byte[] bytes = window.bytes;
        if ((int) INT.get(bytes, window.at + length - BlockType.TRAILER) != length) {
            return false;
        }
        int at = window.at + before;
        int code = Short.toUnsignedInt((short) SHORT.get(bytes, at + EventHeader.TYPE));
        if (code >= EventTable.size()) {
            return false;
        }
        if (BlockType.isFirstGeneration(type)) {
            return FirstGeneration.parameterCount(bytes, at, available) >= 0;
        }
        if (available < EventHeader.SIZE) {
            return false;
        }
        int count = (int) INT.get(bytes, at + EventHeader.PARAMETER_COUNT);
        return count <= ScapReader.MOST_PARAMETERS
                && Event.fits(bytes, at, available, EventHeader.SIZE, count);
    }
}

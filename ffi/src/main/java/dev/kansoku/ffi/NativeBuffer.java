// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.ffi;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Memory outside of the heap that a system call is given by its address. A memory segment would do
 * the same, but by method handles that each program start makes anew, which takes longer than all
 * the calls of a replay. The memory lives as long as this object.
 */
final class NativeBuffer {
    static {
        Native.load();
    }

    private final ByteBuffer bytes;
    private final long address;

    /**
     * Memory full of zeros.
     *
     * @param size in bytes
     */
    NativeBuffer(int size) {
        bytes = ByteBuffer.allocateDirect(size).order(ByteOrder.nativeOrder());
        address = address0(bytes);
    }

    private static native long address0(ByteBuffer direct);

    /** A string of C in UTF-8. */
    static NativeBuffer text(String text) {
        byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
        NativeBuffer buffer = new NativeBuffer(encoded.length + 1);
        buffer.bytes.put(0, encoded);
        return buffer;
    }

    /** Several numbers, which need not be any. */
    static NativeBuffer ints(int... numbers) {
        NativeBuffer buffer = new NativeBuffer(Math.max(1, numbers.length) * Integer.BYTES);
        buffer.bytes.asIntBuffer().put(numbers);
        return buffer;
    }

    /** The bytes, numbers in the machine's order; used by absolute places alone. */
    ByteBuffer bytes() {
        return bytes;
    }

    long address() {
        return address;
    }
}

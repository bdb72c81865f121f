// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.scap;

import dev.kansoku.event.Event;
import dev.kansoku.event.LiveDetail;
import dev.kansoku.event.TextBuffer;
import dev.kansoku.event.Truth;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** What a live source knew of an event, as {@link DetailWriter} wrote it. */
final class RecordedDetail implements LiveDetail {
    private static final byte[] NAME =
            (DetailWriter.NAME + "\0").getBytes(StandardCharsets.US_ASCII);
    private static final int PLUGIN = 0;
    private static final int NAMED = 1;
    private static final int DATA = 2;
    private static final Truth[] TRUTHS = Truth.values();
    private static final VarHandle INT =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private byte[] data = {};
    private long latency = -1;
    private Truth truth = Truth.UNKNOWN;
    private long come = -1;
    private long sent = -1;
    private int kernel;
    private int user;
    private int object;

    /**
     * Takes what an event tells of the next one.
     *
     * @return whether it does; one that is not as it should be tells of none
     */
    boolean read(Event event) {
        if (!event.isStateOnly()
                || event.parameterCount() <= DATA
                || event.unsigned(PLUGIN) != 0
                || !isNamed(event)) {
            return false;
        }
        int from = event.offset(DATA);
        int size = event.length(DATA);
        if (size < DetailWriter.TEXTS || event.bytes()[from] != DetailWriter.VERSION) {
            return false;
        }
        if (data.length < size) {
            data = new byte[Math.max(size, 256)];
        }
        System.arraycopy(event.bytes(), from, data, 0, size);
        kernel = DetailWriter.TEXTS;
        user = behind(kernel, size);
        object = behind(user, size);
        int end = behind(object, size);
        if (end < 0) {
            return false;
        }
        boolean queues = size - end >= DetailWriter.QUEUES;
        come = queues ? (long) LONG.get(data, end) : -1;
        sent = queues ? (long) LONG.get(data, end + Long.BYTES) : -1;
        latency = (long) LONG.get(data, DetailWriter.LATENCY);
        truth = TRUTHS[Math.floorMod(data[DetailWriter.TRUTH], TRUTHS.length)];
        return true;
    }

    private static boolean isNamed(Event event) {
        int at = event.offset(NAMED);
        int length = event.length(NAMED);
        return Arrays.equals(event.bytes(), at, at + length, NAME, 0, NAME.length);
    }

    /** Where the text ends whose length lies at a place; -1 where it does not fit. */
    private int behind(int at, int size) {
        if (at < 0 || size - at < Integer.BYTES) {
            return -1;
        }
        int length = (int) INT.get(data, at);
        int from = at + Integer.BYTES;
        return length < 0 || length > size - from ? -1 : from + length;
    }

    private boolean put(int at, TextBuffer out) {
        int length = (int) INT.get(data, at);
        out.put(data, at + Integer.BYTES, length);
        return length > 0;
    }

    @Override
    public long latency() {
        return latency;
    }

    @Override
    public boolean userStack(TextBuffer out) {
        return put(user, out);
    }

    @Override
    public boolean kernelStack(TextBuffer out) {
        return put(kernel, out);
    }

    @Override
    public Truth truth() {
        return truth;
    }

    @Override
    public long receiveQueue() {
        return come;
    }

    @Override
    public long sendQueue() {
        return sent;
    }

    @Override
    public boolean object(TextBuffer out) {
        return put(object, out);
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.scap;

import dev.kansoku.event.Event;
import dev.kansoku.event.EventBuilder;
import dev.kansoku.event.LiveDetail;
import dev.kansoku.event.TextBuffer;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Writes what a live source knew of an event beside its bytes: in an event of its own right before
 * it, an {@code asyncevent} named {@code kansoku.detail} that only carries state, which other tools
 * pass over. Its data, little endian:
 *
 * <pre>
 *   0         1           2                     10        14             14+k      18+k
 *  +---------+-----------+---------------------+---------+--------------+---------+------------+------------------+--- - -
 *  | version | truth     | latency ns, -1      | length k| kernel stack | length u| user stack | length o, object | receive queue, send queue
 *  +---------+-----------+---------------------+---------+--------------+---------+------------+------------------+--- - -
 * </pre>
 *
 * <p>The queues, eight bytes each, are there where they are known.
 *
 * <p>Stacks have {@code ;} between frames, the outermost first. Not thread-safe.
 */
public final class DetailWriter {
    static final String NAME = "kansoku.detail";

    /** An event that the table has for what its authors did not think of. */
    static final int CODE = 402;

    static final int VERSION = 1;
    static final int TRUTH = 1;
    static final int LATENCY = 2;
    static final int TEXTS = 10;

    /** Bytes of both queues. */
    static final int QUEUES = 2 * Long.BYTES;

    /** The longest text; longer ones are cut. */
    static final int LONGEST = 1 << 14;

    private static final VarHandle INT =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private final EventBuilder builder = new EventBuilder();
    private final Event before = new Event();
    private final TextBuffer text = new TextBuffer();
    private byte[] data = new byte[256];
    private int length;

    /** Writes what is known of an event that is written next, where there is anything. */
    public void write(Event event, ScapWriter writer) throws IOException {
        LiveDetail detail = event.detail();
        if (detail == null) {
            return;
        }
        length = TEXTS;
        data[0] = VERSION;
        data[TRUTH] = (byte) detail.truth().ordinal();
        LONG.set(data, LATENCY, detail.latency());
        boolean any = detail.latency() >= 0 || data[TRUTH] != 0;
        any |= put(detail.kernelStack(text.clear()));
        any |= put(detail.userStack(text.clear()));
        any |= put(detail.object(text.clear()));
        any |= putQueues(detail.receiveQueue(), detail.sendQueue());
        if (!any) {
            return;
        }
        builder.begin(CODE, event.timestamp(), event.tid())
                .number(0)
                .text(NAME)
                .bytes(data, 0, length)
                .finish(before);
        before.origin(event.cpu(), Event.STATE_ONLY);
        writer.write(before);
    }

    private boolean putQueues(long come, long sent) {
        if (come < 0 && sent < 0) {
            return false;
        }
        room(QUEUES);
        LONG.set(data, length, come);
        LONG.set(data, length + Long.BYTES, sent);
        length += QUEUES;
        return true;
    }

    private void room(int more) {
        if (data.length < length + more) {
            data = Arrays.copyOf(data, 2 * (length + more));
        }
    }

    private boolean put(boolean known) {
        int size = known ? Math.min(text.length(), LONGEST) : 0;
        room(Integer.BYTES + size);
        INT.set(data, length, size);
        System.arraycopy(text.bytes(), 0, data, length + Integer.BYTES, size);
        length += Integer.BYTES + size;
        return size > 0;
    }
}

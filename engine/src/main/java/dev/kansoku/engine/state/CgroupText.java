// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.engine.state;

import dev.kansoku.event.TextBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The cgroups of a process as an event gave them, and with the subsystems' common names, worked out
 * when somebody asks first. Shared by all threads that have the same. Immutable as far as can be
 * seen.
 */
final class CgroupText extends KeptText {
    static final CgroupText NONE = new CgroupText(Bytes.EMPTY);

    private static final byte[] SUFFIX = Bytes.ascii("_cgroup");
    private static final byte[][] KERNEL_NAMES = {
        Bytes.ascii("io"), Bytes.ascii("mem"), Bytes.ascii("perf")
    };
    private static final byte[][] COMMON_NAMES = {
        Bytes.ascii("blkio"), Bytes.ascii("memory"), Bytes.ascii("perf_event")
    };

    private static final int NEVER = -1;

    private byte[] shown = Bytes.EMPTY;
    private byte @Nullable [] podUid;
    private @Nullable ContainerKey container;

    /** What was learned of paths when the container was sought. */
    private int soughtAt = NEVER;

    CgroupText(byte[] raw) {
        super(raw);
    }

    byte[] shown() {
        if (shown.length == 0 && bytes.length > 0) {
            shown = rename(bytes);
        }
        return shown;
    }

    /** The container, null outside of containers. */
    @Nullable ContainerKey container(LearnedPaths learned) {
        if (soughtAt != learned.generation()) {
            soughtAt = learned.generation();
            container = ContainerPaths.find(bytes, learned);
        }
        return container;
    }

    /** The uid of the Kubernetes pod as the API server writes it, empty outside of pods. */
    byte[] podUid() {
        byte[] known = podUid;
        if (known == null) {
            known = PodUid.of(bytes);
            podUid = known;
        }
        return known;
    }

    private static byte[] rename(byte[] raw) {
        TextBuffer out = new TextBuffer(raw.length + 16);
        int at = 0;
        while (at < raw.length) {
            int end = at;
            int equals = -1;
            for (; end < raw.length && raw[end] != 0; end++) {
                if (raw[end] == '=') {
                    equals = end;
                }
            }
            if (equals >= 0) {
                name(raw, at, equals, out);
                out.put(raw, equals, end - equals).put(0);
            }
            at = end + 1;
        }
        return out.toBytes();
    }

    private static void name(byte[] raw, int at, int end, TextBuffer out) {
        int base = out.length();
        for (int i = at; i < end; i++) {
            if (matches(raw, i, end, SUFFIX)) {
                i += SUFFIX.length - 1;
            } else {
                out.put(raw[i]);
            }
        }
        for (int i = 0; i < KERNEL_NAMES.length; i++) {
            if (out.length() - base == KERNEL_NAMES[i].length
                    && matches(out.bytes(), base, out.length(), KERNEL_NAMES[i])) {
                out.truncate(base);
                out.put(COMMON_NAMES[i]);
                return;
            }
        }
    }

    private static boolean matches(byte[] bytes, int at, int end, byte[] word) {
        if (end - at < word.length) {
            return false;
        }
        for (int i = 0; i < word.length; i++) {
            if (bytes[at + i] != word[i]) {
                return false;
            }
        }
        return true;
    }
}

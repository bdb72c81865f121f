package dev.kansoku.engine.state;

import dev.kansoku.event.TextBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The cgroups of a process as an event gave them, and with the subsystems' common names, worked out
 * when somebody asks first. Shared by all threads that have the same. Immutable as far as can be
 * seen.
 */
final class CgroupText {
    static final CgroupText NONE = new CgroupText(Bytes.EMPTY);

    private static final byte[] SUFFIX = Bytes.ascii("_cgroup");
    private static final byte[][] KERNEL_NAMES = {
        Bytes.ascii("io"), Bytes.ascii("mem"), Bytes.ascii("perf")
    };
    private static final byte[][] COMMON_NAMES = {
        Bytes.ascii("blkio"), Bytes.ascii("memory"), Bytes.ascii("perf_event")
    };

    /** How many hexadecimal digits the id of a container has. */
    static final int CONTAINER_ID = 64;

    private static final int NOT_SOUGHT = -2;

    private final byte[] raw;
    private byte[] shown = Bytes.EMPTY;
    private byte @Nullable [] podUid;
    private int containerAt = NOT_SOUGHT;
    private @Nullable ContainerId container;
    private long containerKey = ContainerTable.NO_KEY;

    CgroupText(byte[] raw) {
        this.raw = raw;
    }

    byte[] raw() {
        return raw;
    }

    byte[] shown() {
        if (shown.length == 0 && raw.length > 0) {
            shown = rename(raw);
        }
        return shown;
    }

    /**
     * Where in {@link #shown} the id of a container begins, or -1: runtimes name the cgroup of a
     * container by it.
     */
    int containerAt() {
        if (containerAt == NOT_SOUGHT) {
            containerAt = find(shown());
            if (containerAt >= 0) {
                containerKey = ContainerTable.key(shown, containerAt);
            }
        }
        return containerAt;
    }

    /** The container, null outside of containers. */
    @Nullable ContainerId container() {
        int at = containerAt();
        if (at >= 0 && container == null) {
            container =
                    new ContainerId(
                            new String(shown(), at, CONTAINER_ID, StandardCharsets.US_ASCII), "");
        }
        return container;
    }

    /** The uid of the Kubernetes pod as the API server writes it, empty outside of pods. */
    byte[] podUid() {
        byte[] known = podUid;
        if (known == null) {
            known = PodUid.of(raw);
            podUid = known;
        }
        return known;
    }

    /** The key of the container, {@link ContainerTable#NO_KEY} outside of containers. */
    long containerKey() {
        containerAt();
        return containerKey;
    }

    private static int find(byte[] cgroups) {
        int run = 0;
        for (int i = 0; i < cgroups.length; i++) {
            run = ContainerTable.digit(cgroups[i]) >= 0 ? run + 1 : 0;
            boolean ends = i + 1 == cgroups.length || !isLetterOrDigit(cgroups[i + 1]);
            if (run == CONTAINER_ID && ends) {
                return i + 1 - CONTAINER_ID;
            }
        }
        return -1;
    }

    private static boolean isLetterOrDigit(byte b) {
        return (b >= '0' && b <= '9') || (b >= 'a' && b <= 'z') || (b >= 'A' && b <= 'Z');
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

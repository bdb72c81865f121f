// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.capture.process;

import dev.kansoku.event.start.FdType;
import java.util.Map;

/** What the kernel's names and numbers of files are in the family's terms. */
public final class FileNames {
    private static final int SOCK_RAW = 3;

    private static final String ANONYMOUS = "anon_inode:";

    private static final Map<String, FdType> TYPES =
            Map.ofEntries(
                    Map.entry("[eventfd]", FdType.EVENT),
                    Map.entry("[eventpoll]", FdType.EVENTPOLL),
                    Map.entry("inotify", FdType.INOTIFY),
                    Map.entry("[signalfd]", FdType.SIGNALFD),
                    Map.entry("[timerfd]", FdType.TIMERFD),
                    Map.entry("[io_uring]", FdType.IO_URING),
                    Map.entry("[userfaultfd]", FdType.USERFAULTFD),
                    Map.entry("[pidfd]", FdType.PIDFD),
                    Map.entry("bpf-map", FdType.BPF),
                    Map.entry("bpf-prog", FdType.BPF),
                    Map.entry("bpf_link", FdType.BPF),
                    Map.entry("bpf_iter", FdType.BPF));

    private FileNames() {}

    /** Whether this names a file without a folder, such as {@code anon_inode:[eventfd]}. */
    static boolean isAnonymous(String name) {
        return name.startsWith(ANONYMOUS);
    }

    /** The type of such a file. */
    public static FdType anonymous(String name) {
        return TYPES.getOrDefault(name.substring(ANONYMOUS.length()), FdType.UNSUPPORTED);
    }

    /** The family's number for the protocol of an internet socket. */
    public static int protocol(int socketType, int protocol) {
        if (socketType == SOCK_RAW) {
            return 5;
        }
        return switch (protocol) {
            case 6 -> 2;
            case 17 -> 3;
            case 1, 58 -> 4;
            case 255 -> 5;
            default -> 0;
        };
    }
}

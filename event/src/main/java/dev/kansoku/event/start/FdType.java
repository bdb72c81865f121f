// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.event.start;

/**
 * What an fd is open on; the order is the code that files use. {@link #label()} is what {@code
 * fd.type} shows.
 */
public enum FdType {
    UNKNOWN("<NA>", 'o'),
    FILE("file", 'f'),
    DIRECTORY("directory", 'd'),
    IPV4_SOCKET("ipv4", '4'),
    IPV6_SOCKET("ipv6", '6'),
    IPV4_SERVER("ipv4", '4'),
    IPV6_SERVER("ipv6", '6'),
    FIFO("pipe", 'p'),
    UNIX_SOCKET("unix", 'u'),
    EVENT("event", 'e'),
    UNSUPPORTED("<NA>", 'X'),
    SIGNALFD("signalfd", 's'),
    EVENTPOLL("eventpoll", 'l'),
    INOTIFY("inotify", 'i'),
    TIMERFD("timerfd", 't'),
    NETLINK("netlink", 'n'),
    FILE_V2("file", 'f'),
    BPF("bpf", 'b'),
    USERFAULTFD("userfaultfd", 'u'),
    IO_URING("io_uring", 'r'),
    MEMFD("memfd", 'm'),
    PIDFD("pidfd", 'P');

    private final String label;
    private final char letter;

    FdType(String label, char letter) {
        this.label = label;
        this.letter = letter;
    }

    public String label() {
        return label;
    }

    /** What {@code fd.typechar} shows. */
    public char letter() {
        return letter;
    }

    public boolean isIpv4() {
        return this == IPV4_SOCKET || this == IPV4_SERVER;
    }

    public boolean isIpv6() {
        return this == IPV6_SOCKET || this == IPV6_SERVER;
    }

    public boolean isInternet() {
        return isIpv4() || isIpv6();
    }

    public boolean isServer() {
        return this == IPV4_SERVER || this == IPV6_SERVER;
    }

    public boolean isFile() {
        return this == FILE || this == FILE_V2;
    }
}

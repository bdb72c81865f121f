// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.capture;

import java.util.Arrays;
import java.util.List;

/**
 * How much an event keeps of what was read or written. Immutable.
 *
 * @param snapLength bytes kept of a buffer, 0 to {@link #LONGEST}
 * @param ports rules for the ports of internet sockets; of several for a port the last counts, and
 *     of those for a socket's two ports the longer
 * @param whole processes and fds of which an event keeps as much as it can hold
 */
public record Payload(int snapLength, List<PortRule> ports, List<Whole> whole) {
    /** The longest that is kept of a buffer, in bytes. */
    public static final int LONGEST = 65_000;

    /** How many ports there are. */
    public static final int PORTS = 1 << 16;

    /** DNS and statsd: small messages that tell little when they are cut. */
    public static final List<PortRule> USUAL =
            List.of(new PortRule(53, 53, 2000), new PortRule(8125, 8125, 2000));

    /** 80 bytes of each buffer, and more of DNS and statsd. */
    public static final Payload DEFAULT = new Payload(80, USUAL, List.of());

    /** How much is kept of what goes through sockets with some ports at either end. */
    public record PortRule(int first, int last, int snapLength) {
        public PortRule {
            if (first < 0 || last < first || last >= PORTS) {
                throw new IllegalArgumentException("no range of ports: " + first + "-" + last);
            }
            check(snapLength);
        }
    }

    /**
     * An fd of a process, by the kernel's numbers.
     *
     * @param fd -1 for all of them
     */
    public record Whole(long pid, int fd) {}

    public Payload {
        check(snapLength);
        ports = List.copyOf(ports);
        whole = List.copyOf(whole);
    }

    /** The same of everything. */
    public Payload(int snapLength) {
        this(snapLength, List.of(), List.of());
    }

    private static void check(int snapLength) {
        if (snapLength < 0 || snapLength > LONGEST) {
            throw new IllegalArgumentException(
                    "snap length " + snapLength + " is not within 0 and " + LONGEST);
        }
    }

    /** The bytes to keep for each port, -1 where there is no rule for it. */
    public int[] byPort() {
        int[] lengths = new int[PORTS];
        Arrays.fill(lengths, -1);
        for (PortRule rule : ports) {
            Arrays.fill(lengths, rule.first(), rule.last() + 1, rule.snapLength());
        }
        return lengths;
    }

    /**
     * Whether reads and writes are asked for their socket's ports too: the rules for DNS and statsd
     * alone concern only messages, so that they cost other reads and writes nothing.
     */
    public boolean hasPortsOfReads() {
        return ports != USUAL && !USUAL.containsAll(ports);
    }
}

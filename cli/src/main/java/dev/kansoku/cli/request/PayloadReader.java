// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.cli.request;

import dev.kansoku.capture.Payload;
import dev.kansoku.cli.console.UsageException;
import dev.kansoku.cli.option.Arguments;
import java.util.ArrayList;
import java.util.List;

/** Reads how much a live capture keeps of what is read and written. */
final class PayloadReader {
    private static final int MOST_FDS = 1 << 20;
    private static final int EVERY_FD = -1;

    /** So many processes and fds have room in the kernel program's map. */
    private static final int MOST_WHOLE = 1000;

    private final Arguments arguments;

    PayloadReader(Arguments arguments) {
        this.arguments = arguments;
    }

    Payload read() throws UsageException {
        boolean given = arguments.has("snaplen");
        int snapLength =
                given
                        ? (int) arguments.number("snaplen", 0, Payload.LONGEST)
                        : ReportRequest.snaplen(arguments, Payload.DEFAULT.snapLength());
        List<Payload.PortRule> ports = new ArrayList<>(given ? List.of() : Payload.DEFAULT.ports());
        for (String rule : arguments.all("snaplen-port")) {
            addPorts(rule, ports);
        }
        return new Payload(snapLength, ports, whole());
    }

    private static void addPorts(String rule, List<Payload.PortRule> ports) throws UsageException {
        int equals = rule.indexOf('=');
        if (equals < 0) {
            throw new UsageException(
                    "option --snaplen-port takes ports and bytes, such as 80,8000-8100=2000, not \""
                            + rule
                            + "\"");
        }
        int bytes =
                (int)
                        Arguments.number(
                                "snaplen-port", rule.substring(equals + 1), 0, Payload.LONGEST);
        for (String range : rule.substring(0, equals).split(",", -1)) {
            int dash = range.indexOf('-');
            int first = port(dash < 0 ? range : range.substring(0, dash));
            int last = dash < 0 ? first : port(range.substring(dash + 1));
            if (last < first) {
                throw new UsageException(
                        "option --snaplen-port: "
                                + range
                                + " is no range, since it ends before it"
                                + " begins");
            }
            ports.add(new Payload.PortRule(first, last, bytes));
        }
    }

    private static int port(String word) throws UsageException {
        return (int) Arguments.number("snaplen-port", word, 1, Payload.PORTS - 1);
    }

    private List<Payload.Whole> whole() throws UsageException {
        List<Payload.Whole> whole = new ArrayList<>();
        for (String list : arguments.all("full-payload")) {
            for (String word : list.split(",", -1)) {
                int colon = word.indexOf(':');
                String pid = colon < 0 ? word : word.substring(0, colon);
                int fd =
                        colon < 0
                                ? EVERY_FD
                                : (int)
                                        Arguments.number(
                                                "full-payload",
                                                word.substring(colon + 1),
                                                0,
                                                MOST_FDS);
                whole.add(new Payload.Whole(Arguments.number("full-payload", pid, 1, 1 << 22), fd));
            }
        }
        if (whole.size() > MOST_WHOLE) {
            throw new UsageException(
                    "option --full-payload names "
                            + whole.size()
                            + ", and "
                            + MOST_WHOLE
                            + " are the most");
        }
        return whole;
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.cli.request;

import dev.kansoku.cli.console.UsageException;
import dev.kansoku.cli.option.Arguments;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What {@code kansoku metrics} asks for.
 *
 * @param by fields by whose values is counted
 * @param series how many combinations are told apart
 * @param address where scrapes are answered, null for nowhere
 * @param every nanoseconds of events between two rounds of JSON lines; 0 for the end alone
 */
public record MetricsRequest(
        List<String> by, int series, @Nullable InetSocketAddress address, long every) {
    static final String VERB = "metrics";

    private static final List<String> OPTIONS = List.of("by", "series", "port", "address", "every");
    private static final int DEFAULT_PORT = 9464;
    private static final int DEFAULT_SERIES = 2000;
    private static final int MOST_SERIES = 1_000_000;
    private static final int MOST_PORT = 65_535;
    private static final int MOST_SECONDS = 86_400;
    private static final long NANOS = 1_000_000_000L;

    public MetricsRequest {
        by = List.copyOf(by);
    }

    /** What is asked for, or null where it is something else. */
    public static @Nullable MetricsRequest read(Arguments arguments) throws UsageException {
        if (arguments.words().isEmpty() || !arguments.words().getFirst().equals(VERB)) {
            for (String option : OPTIONS) {
                if (arguments.has(option)) {
                    throw new UsageException("option --" + option + " is for kansoku metrics");
                }
            }
            return null;
        }
        String by = arguments.value("by");
        boolean json = arguments.has("json");
        boolean serves = arguments.has("port") || !(json || arguments.has("read"));
        if (arguments.has("every") && !json) {
            throw new UsageException("option --every is for metrics as JSON (-j)");
        }
        return new MetricsRequest(
                List.of((by == null ? "proc.name,evt.type" : by).split(" *, *", -1)),
                arguments.has("series")
                        ? (int) arguments.number("series", 1, MOST_SERIES)
                        : DEFAULT_SERIES,
                serves ? address(arguments) : null,
                arguments.has("every") ? NANOS * arguments.number("every", 1, MOST_SECONDS) : 0);
    }

    private static InetSocketAddress address(Arguments arguments) throws UsageException {
        int port =
                arguments.has("port") ? (int) arguments.number("port", 0, MOST_PORT) : DEFAULT_PORT;
        String address = arguments.value("address");
        try {
            return new InetSocketAddress(
                    address == null
                            ? InetAddress.getLoopbackAddress()
                            : InetAddress.ofLiteral(address),
                    port);
        } catch (IllegalArgumentException e) {
            throw new UsageException(
                    "option --address takes an IP address, not \"" + address + "\"");
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketException;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How long it takes from a call to the line of its alert, of a real command under {@code kansoku
 * detect}: files that are opened, connections to a port of the loopback that nobody answers at, and
 * the same in a process that is killed while it waits. Prints a Markdown table.
 */
public final class DetectionDelay {
    private static final Pattern TIME = Pattern.compile("\"time\":\"([^\"]+)\"");
    private static final Pattern RULE = Pattern.compile("\"rule\":\"([^\"]+)\"");
    private static final int WAITING = 4;

    private DetectionDelay() {}

    /**
     * @param arguments the command that starts Kansoku, and how many times each call is made
     */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        int rounds = Integer.parseInt(arguments[1]);
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            List<SocketChannel> full = fill(silent.getLocalPort());
            Path rules = Files.createTempFile("delay", ".yaml");
            try {
                Files.writeString(rules, rules(silent.getLocalPort()));
                print(measure(arguments[0], rules, work(silent.getLocalPort(), rounds)));
            } finally {
                Files.delete(rules);
                for (SocketChannel one : full) {
                    one.close();
                }
            }
        }
    }

    /** Connections that nobody accepts, until further ones are kept waiting. */
    private static List<SocketChannel> fill(int port) throws IOException {
        List<SocketChannel> all = new ArrayList<>();
        for (int i = 0; i < WAITING; i++) {
            SocketChannel one = SocketChannel.open();
            one.configureBlocking(false);
            try {
                one.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            } catch (SocketException e) {
                throw new IOException("the loopback refuses connections", e);
            }
            all.add(one);
        }
        return all;
    }

    private static String rules(int port) {
        return """
        - rule: open of a file
          desc: d
          condition: evt.type in (open, openat) and fd.name = /etc/passwd
          output: o
          priority: INFO
        - rule: connect without an answer
          desc: d
          condition: evt.type = connect and fd.sport = %d
          output: o
          priority: INFO
        """
                .formatted(port);
    }

    private static String work(int port, int rounds) {
        return """
        sleep 3
        i=0
        while [ $i -lt %d ]; do
            read -r line < /etc/passwd
            timeout -s KILL 0.1 bash -c 'echo > /dev/tcp/127.0.0.1/%d' 2> /dev/null
            i=$((i + 1))
        done
        """
                .formatted(rounds, port);
    }

    private static Map<String, List<Long>> measure(String kansoku, Path rules, String work)
            throws IOException, InterruptedException {
        Process process =
                new ProcessBuilder(
                                kansoku,
                                "detect",
                                "-q",
                                "-j",
                                "--rules",
                                rules.toString(),
                                "--",
                                "bash",
                                "-c",
                                work)
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
        List<Arrival> arrivals = new ArrayList<>();
        arrivals.add(new Arrival("", Instant.now())); // what comes first would wait for the clock
        try (BufferedReader alerts =
                new BufferedReader(
                        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = alerts.readLine(); line != null; line = alerts.readLine()) {
                arrivals.add(new Arrival(line, Instant.now()));
            }
        }
        process.waitFor();
        // read afterwards: the first time takes a tenth of a second, in which others come
        Map<String, List<Long>> nanos = new TreeMap<>();
        for (Arrival arrival : arrivals) {
            Matcher time = TIME.matcher(arrival.line());
            Matcher rule = RULE.matcher(arrival.line());
            if (time.find() && rule.find()) {
                Instant call = Instant.parse(time.group(1));
                nanos.computeIfAbsent(rule.group(1), _ -> new ArrayList<>())
                        .add(Duration.between(call, arrival.at()).toNanos());
            }
        }
        return nanos;
    }

    /** A line of an alert, and when it was there. */
    private record Arrival(String line, Instant at) {}

    private static void print(Map<String, List<Long>> nanos) {
        System.out.println("| call | alerts | median | p99 | longest |");
        System.out.println("|---|---|---|---|---|");
        nanos.forEach(
                (rule, delays) -> {
                    Collections.sort(delays);
                    System.out.printf(
                            "| %s | %d | %.1f ms | %.1f ms | %.1f ms |%n",
                            rule, delays.size(), at(delays, 0.5), at(delays, 0.99), at(delays, 1));
                });
    }

    private static double at(List<Long> sorted, double part) {
        return sorted.get((int) Math.ceil(part * sorted.size()) - 1) / 1e6;
    }
}

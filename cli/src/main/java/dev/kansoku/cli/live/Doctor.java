// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.cli.live;

import dev.kansoku.capture.Finding;
import dev.kansoku.capture.Finding.State;
import dev.kansoku.capture.doctor.Examination;
import dev.kansoku.cli.console.Columns;
import dev.kansoku.cli.console.ExitStatus;
import dev.kansoku.cli.console.JsonObject;
import dev.kansoku.cli.console.Printable;
import dev.kansoku.containers.ContainerRuntime;
import dev.kansoku.containers.RuntimeOptions;
import dev.kansoku.containers.Runtimes;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What {@code kansoku doctor} prints: what a live capture could do here, and what to do where
 * something is missing.
 *
 * @param text the table, or a JSON object a line
 * @param status of the command: success where some engine can observe
 */
public record Doctor(String text, int status) {
    private static final String CONTAINERS = "containers";

    public static Doctor examine(boolean json) {
        Examination examination = Examination.perform();
        List<Finding> findings = new ArrayList<>();
        findings.add(
                new Finding(
                        "java",
                        "version",
                        State.YES,
                        Runtime.version() + " of " + System.getProperty("java.vendor", "?"),
                        ""));
        findings.addAll(examination.findings());
        List<Finding> runtimes = runtimes();
        // the engine is what all the rest comes to
        int end = findings.size();
        while (end > 0 && findings.get(end - 1).group().equals("engine")) {
            end--;
        }
        findings.addAll(end, runtimes);
        return new Doctor(
                json ? json(findings) : table(findings),
                examination.canObserve() ? ExitStatus.SUCCESS : ExitStatus.FAILURE);
    }

    private static List<Finding> runtimes() {
        List<Finding> found = new ArrayList<>();
        for (ContainerRuntime runtime : Runtimes.available(RuntimeOptions.DEFAULT)) {
            for (String address : runtime.address().split(", ", -1)) {
                Path place = Path.of(address);
                if (Files.exists(place)) {
                    found.add(ofRuntime(runtime.type(), place));
                }
            }
        }
        if (found.isEmpty()) {
            found.add(
                    new Finding(
                            CONTAINERS, "runtimes", State.YES, "none found on this machine", ""));
        }
        return found;
    }

    private static Finding ofRuntime(String type, Path place) {
        String remedy = "run as root, or join the group that owns it";
        if (Files.isDirectory(place)) {
            return Files.isReadable(place)
                    ? new Finding(CONTAINERS, type, State.YES, place.toString(), "")
                    : new Finding(
                            CONTAINERS, type, State.PARTLY, place + " cannot be read", remedy);
        }
        try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(place))) {
            return new Finding(
                    CONTAINERS,
                    type,
                    channel.isConnected() ? State.YES : State.PARTLY,
                    place.toString(),
                    "");
        } catch (IOException e) {
            return new Finding(
                    CONTAINERS, type, State.PARTLY, place + ": " + e.getMessage(), remedy);
        }
    }

    private static String table(List<Finding> findings) {
        Columns columns = new Columns("");
        String group = "";
        for (Finding finding : findings) {
            boolean first = !finding.group().equals(group);
            group = finding.group();
            String what = finding.found();
            if (!finding.remedy().isEmpty()) {
                what += " -> " + finding.remedy();
            }
            columns.add(
                    first ? group : "",
                    finding.name(),
                    word(finding.state()),
                    Printable.line(what));
        }
        return columns.toString();
    }

    private static String json(List<Finding> findings) {
        StringBuilder text = new StringBuilder();
        for (Finding finding : findings) {
            text.append(
                            new JsonObject()
                                    .put("group", finding.group())
                                    .put("name", finding.name())
                                    .put("state", word(finding.state()))
                                    .put("found", finding.found())
                                    .put(
                                            "remedy",
                                            finding.remedy().isEmpty() ? null : finding.remedy()))
                    .append('\n');
        }
        return text.toString();
    }

    private static String word(State state) {
        return state.name().toLowerCase(Locale.ROOT);
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.rules.output;

import dev.kansoku.rules.Priority;
import dev.kansoku.rules.alert.AlertForm;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/** Makes of an output as the user wrote it one that runs. */
final class OutputMaker {
    private static final int FEWEST_BYTES = 64 << 10;
    private static final int SYSLOG_PORT = 514;
    private static final int SYSLOG_TLS_PORT = 6514;

    /** What any receiver takes (RFC 5424). */
    private static final int FEWEST_SYSLOG = 480;

    private static final int MOST_SYSLOG = 1 << 20;
    private static final Duration LONGEST_TIMEOUT = Duration.ofHours(1);

    private static final OutputSurroundings NOBODY =
            new OutputSurroundings(
                    (_, _) -> {},
                    (_, _) -> {},
                    false,
                    Patience.NONE,
                    path -> {
                        throw new IOException("no syslog at " + path);
                    },
                    _ -> {},
                    form -> form);

    private OutputMaker() {}

    static Lane lane(OutputSpec spec, OutputSurroundings surroundings) throws OutputSpecException {
        OutputSettings settings = spec.checked();
        OutputKind kind = spec.kind();
        OutputLimits limits = limits(spec, settings, surroundings.patience());
        Priority least = settings.priority("priority");
        boolean json = settings.json(isJsonByNature(kind) || surroundings.jsonAsked());
        AlertForm form = json ? surroundings.json() : surroundings.text();
        AlertOutput output = null;
        try {
            output = output(spec, settings, surroundings);
            if (output instanceof FileOutput file) {
                file.opened();
            }
            return new Lane(
                    output,
                    alert -> alert.priority().atLeast(least),
                    kind == OutputKind.STDOUT ? surroundings.printed().apply(form) : form,
                    limits,
                    surroundings.notes());
        } catch (IOException e) {
            close(output);
            throw new OutputSpecException(null, message(e), e);
        }
    }

    private static void close(@Nullable AlertOutput output) {
        try {
            if (output != null) {
                output.close();
            }
        } catch (IOException _) {
            // Why it is closed is told.
        }
    }

    private static String message(IOException e) {
        String message = e.getMessage();
        return message == null ? e.toString() : message;
    }

    private static boolean isJsonByNature(OutputKind kind) {
        return kind == OutputKind.HTTP || kind == OutputKind.HTTPS || kind == OutputKind.OTHER;
    }

    private static OutputLimits limits(OutputSpec spec, OutputSettings settings, Patience patience)
            throws OutputSpecException {
        int alerts = settings.number("queue");
        if (alerts == 0) {
            throw OutputSettings.wrong("queue", "is at least 1");
        }
        String folder = settings.text("spill");
        long spillBytes = settings.bytes("spill-bytes");
        if (spillBytes < FEWEST_BYTES) {
            throw OutputSettings.wrong("spill-bytes", "is at least 64K");
        }
        Path spill =
                folder.isEmpty() ? null : path("spill", folder).resolve(folderName(spec.address()));
        return new OutputLimits(alerts, settings.bytes("queue-bytes"), spill, spillBytes, patience);
    }

    /** Tells the outputs apart that have one folder to wait in. */
    private static String folderName(String address) {
        CRC32C sum = new CRC32C();
        sum.update(address.getBytes(StandardCharsets.UTF_8));
        String kind = address.replaceAll("[^a-z].*", "");
        return String.format(Locale.ROOT, "%s-%08x", kind, sum.getValue());
    }

    static Path path(@Nullable String key, String text) throws OutputSpecException {
        try {
            if (text.isEmpty()) {
                throw new OutputSpecException(key, "a file's name is missing");
            }
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw new OutputSpecException(key, "\"" + text + "\" is no file's name");
        }
    }

    private static AlertOutput output(
            OutputSpec spec, OutputSettings settings, OutputSurroundings surroundings)
            throws OutputSpecException, IOException {
        OutputKind kind = spec.kind();
        String rest = kind.rest(spec.address());
        return switch (kind) {
            case STDOUT -> new StandardOutput();
            case FILE ->
                    new FileOutput(
                            path(null, rest),
                            settings.flag("keep-open"),
                            new FileRotation(
                                    settings.bytes("rotate-bytes"),
                                    settings.span("rotate-every"),
                                    settings.number("rotate-keep")));
            case SYSLOG ->
                    new LocalSyslogOutput(
                            surroundings.localSyslog(),
                            rest.isEmpty() ? LocalSyslogOutput.PATH : rest,
                            SyslogForm.of(settings),
                            mostBytes(settings));
            case SYSLOG_UDP ->
                    new UdpSyslog(
                            HostAndPort.of(spec.address(), SYSLOG_PORT),
                            SyslogForm.of(settings),
                            Math.min(mostBytes(settings), UdpSyslog.LARGEST));
            case SYSLOG_TCP ->
                    new StreamSyslog(
                            HostAndPort.of(spec.address(), SYSLOG_PORT),
                            null,
                            SyslogForm.of(settings),
                            timeout(settings));
            case SYSLOG_TLS ->
                    new StreamSyslog(
                            HostAndPort.of(spec.address(), SYSLOG_TLS_PORT),
                            checked(TlsFiles.of(settings)),
                            SyslogForm.of(settings),
                            timeout(settings));
            case PROGRAM -> new ProgramOutput(command(rest), timeout(settings));
            case PIPE -> new PipeOutput(command(rest), timeout(settings));
            case HTTP, HTTPS -> HttpOutput.of(spec, settings);
            case OTHER -> provided(spec);
        };
    }

    private static int mostBytes(OutputSettings settings) throws OutputSpecException {
        long most = settings.bytes("max-bytes");
        if (most < FEWEST_SYSLOG || most > MOST_SYSLOG) {
            throw OutputSettings.wrong("max-bytes", "is from 480 to 1M");
        }
        return (int) most;
    }

    static Duration timeout(OutputSettings settings) throws OutputSpecException {
        Duration timeout = settings.span("timeout");
        if (timeout.isZero() || timeout.compareTo(LONGEST_TIMEOUT) > 0) {
            throw OutputSettings.wrong("timeout", "is longer than nothing, and up to 1h");
        }
        return timeout;
    }

    /** A mistake in the files is told before anything runs. */
    static TlsFiles checked(TlsFiles files) throws IOException {
        files.context();
        return files;
    }

    private static String command(String rest) throws OutputSpecException {
        if (rest.isBlank()) {
            throw new OutputSpecException(null, "a command is missing");
        }
        return rest;
    }

    private static AlertOutput provided(OutputSpec spec) throws OutputSpecException {
        String scheme = spec.address().substring(0, spec.address().indexOf(':'));
        return Extensions.ofMachine()
                .provider(scheme)
                .open(spec.address(), new LinkedHashMap<>(spec.settings()));
    }

    /** Makes it but for what would be opened. */
    static void check(OutputSpec spec) throws OutputSpecException {
        OutputSettings settings = spec.checked();
        limits(spec, settings, Patience.NONE);
        settings.priority("priority");
        settings.json(false);
        try {
            output(spec, settings, NOBODY).close();
        } catch (IOException e) {
            throw new OutputSpecException(null, message(e), e);
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.rules.output;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/**
 * An alert as a message of syslog: as RFC 5424 has it for other machines, and as libc writes it for
 * this one.
 *
 * <pre>
 *  &lt;12&gt;1 2026-11-26T10:00:00.123456Z host kansoku 4711 - - text
 *  &lt;12&gt;Nov 26 10:00:00 kansoku[4711]: text
 * </pre>
 *
 * @param facility its number
 * @param appName of printable characters without blanks
 * @param pid of this process
 */
record SyslogForm(int facility, String appName, long pid) {
    private static final List<String> FACILITIES =
            List.of(
                    "kern",
                    "user",
                    "mail",
                    "daemon",
                    "auth",
                    "syslog",
                    "lpr",
                    "news",
                    "uucp",
                    "cron",
                    "authpriv",
                    "ftp",
                    "ntp",
                    "audit",
                    "alert",
                    "clock",
                    "local0",
                    "local1",
                    "local2",
                    "local3",
                    "local4",
                    "local5",
                    "local6",
                    "local7");
    private static final int LONGEST_APP_NAME = 48;
    private static final int LONGEST_HOSTNAME = 255;
    private static final DateTimeFormatter FAR =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'", Locale.ROOT)
                    .withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter NEAR =
            DateTimeFormatter.ofPattern("MMM ppd HH:mm:ss", Locale.ENGLISH);
    private static final long SECOND = 1_000_000_000L;

    static SyslogForm of(OutputSettings settings) throws OutputSpecException {
        String facility = settings.text("facility");
        int number = FACILITIES.indexOf(facility);
        if (number < 0) {
            throw OutputSettings.wrong(
                    "facility",
                    "is one of " + String.join(", ", FACILITIES) + ", not \"" + facility + "\"");
        }
        String appName = settings.text("app-name");
        if (!appName.equals(printable(appName, LONGEST_APP_NAME))) {
            throw OutputSettings.wrong(
                    "app-name", "is up to 48 printable characters without a blank");
        }
        return new SyslogForm(number, appName, ProcessHandle.current().pid());
    }

    private static String printable(String name, int most) {
        String shown = name.replaceAll("[^!-~]", "_");
        return shown.isEmpty() ? "-" : shown.substring(0, Math.min(most, shown.length()));
    }

    /** For another machine. */
    byte[] far(AlertMessage message) {
        return with(
                "<"
                        + priority(message)
                        + ">1 "
                        + FAR.format(time(message))
                        + " "
                        + printable(message.hostname(), LONGEST_HOSTNAME)
                        + " "
                        + appName
                        + " "
                        + pid
                        + " - - ",
                message.body());
    }

    /** For this machine's own syslog, which knows the name of its host. */
    byte[] near(AlertMessage message, ZoneId zone) {
        return with(
                "<"
                        + priority(message)
                        + ">"
                        + NEAR.withZone(zone).format(time(message))
                        + " "
                        + appName
                        + "["
                        + pid
                        + "]: ",
                message.body());
    }

    /** Kansoku's priorities are syslog's severities. */
    private int priority(AlertMessage message) {
        return facility * 8 + message.priority().ordinal();
    }

    private static Instant time(AlertMessage message) {
        return Instant.ofEpochSecond(
                Math.floorDiv(message.nanos(), SECOND), Math.floorMod(message.nanos(), SECOND));
    }

    private static byte[] with(String head, byte[] body) {
        byte[] begin = head.getBytes(StandardCharsets.UTF_8);
        byte[] all = new byte[begin.length + body.length];
        System.arraycopy(begin, 0, all, 0, begin.length);
        System.arraycopy(body, 0, all, begin.length, body.length);
        return all;
    }
}

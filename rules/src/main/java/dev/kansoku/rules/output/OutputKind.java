// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.rules.output;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What kinds of outputs there are, by how their addresses begin. */
public enum OutputKind {
    STDOUT("stdout"),
    FILE("file:"),
    SYSLOG("syslog:"),
    SYSLOG_UDP("syslog+udp:"),
    SYSLOG_TCP("syslog+tcp:"),
    SYSLOG_TLS("syslog+tls:"),
    PROGRAM("program:"),
    PIPE("pipe:"),
    HTTP("http:"),
    HTTPS("https:"),
    /** What a jar of its own provides. */
    OTHER("");

    private final String prefix;

    OutputKind(String prefix) {
        this.prefix = prefix;
    }

    /** As tables name it. */
    public String text() {
        return this == OTHER ? "other" : name().toLowerCase(Locale.ROOT).replace('_', '+');
    }

    /** What stands behind the kind in an address. */
    String rest(String address) {
        return address.substring(Math.min(prefix.length(), address.length()));
    }

    /** The kind of an address, or null where it names none. */
    static @Nullable OutputKind of(String address) {
        if (address.equals("-") || address.equals("stdout") || address.equals("stdout:")) {
            return STDOUT;
        }
        if (address.equals("syslog")) {
            return SYSLOG;
        }
        for (OutputKind kind : values()) {
            if (kind != STDOUT && kind != OTHER && address.startsWith(kind.prefix)) {
                return kind;
            }
        }
        return address.matches("[a-z][a-z0-9+.-]*:.*") ? OTHER : null;
    }
}

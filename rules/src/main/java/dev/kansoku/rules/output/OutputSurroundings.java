package dev.kansoku.rules.output;

import dev.kansoku.rules.alert.Alert;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * What outputs need of the one who runs them.
 *
 * @param text an alert as a line of text, UTF-8, without a line's end; must be usable by many
 *     threads
 * @param json an alert as a line of JSON, the same
 * @param jsonAsked whether outputs that do not say otherwise get JSON
 * @param patience what happens where an output has no room
 * @param localSyslog opens the way to the machine's own syslog
 * @param notes is told of receivers that go away and come back; must be usable by many threads
 */
public record OutputSurroundings(
        Function<Alert, byte[]> text,
        Function<Alert, byte[]> json,
        boolean jsonAsked,
        Patience patience,
        LocalSyslog localSyslog,
        Consumer<String> notes) {}

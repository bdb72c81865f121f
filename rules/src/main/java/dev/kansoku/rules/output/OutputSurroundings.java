// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.rules.output;

import dev.kansoku.rules.alert.AlertForm;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * What outputs need of the one who runs them.
 *
 * @param text an alert as a line of text
 * @param json an alert as a line of JSON
 * @param jsonAsked whether outputs that do not say otherwise get JSON
 * @param patience what happens where an output has no room
 * @param localSyslog opens the way to the machine's own syslog
 * @param notes is told of receivers that go away and come back; must be usable by many threads
 * @param printed makes of a form one for what standard output is, such as a terminal
 */
public record OutputSurroundings(
        AlertForm text,
        AlertForm json,
        boolean jsonAsked,
        Patience patience,
        LocalSyslog localSyslog,
        Consumer<String> notes,
        UnaryOperator<AlertForm> printed) {}

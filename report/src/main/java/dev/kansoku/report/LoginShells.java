// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.report;

import dev.kansoku.engine.EventContext;
import dev.kansoku.event.TextBuffer;
import dev.kansoku.filter.syntax.FilterException;
import org.jspecify.annotations.Nullable;

/** Lists the login shells that commands were run from, each once. */
final class LoginShells implements Report {
    private final EventText shell;
    private final EventText command;
    private final EventText arguments;
    private final @Nullable String wanted;
    private final @Nullable String wantedArguments;
    private final Containers containers;
    private final KeyTable shells = new KeyTable();
    private final TextBuffer scratch = new TextBuffer();

    /**
     * @param wanted what a command's name has in it, or null
     * @param wantedArguments what its arguments have in them, or null
     */
    LoginShells(@Nullable String wanted, @Nullable String wantedArguments, ReportSetting setting)
            throws FilterException {
        this.wanted = wanted == null || wanted.equals("*") ? null : wanted;
        this.wantedArguments = wantedArguments;
        shell = EventText.of("%proc.loginshellid", setting);
        command = EventText.of("%evt.arg.exe", setting);
        arguments = EventText.of("%evt.arg.args", setting);
        containers = new Containers(setting);
    }

    @Override
    public boolean accept(EventContext context, Page page) {
        if (!has(command, wanted, context) || !has(arguments, wantedArguments, context)) {
            return true;
        }
        scratch.clear();
        if (shell.write(context, scratch)) {
            if (containers.shown()) {
                Page line = page.on(scratch);
                line.put(" ");
                containers.name(context, line);
                line.put(" ");
                containers.id(context, line);
            }
            shells.index(scratch.bytes(), 0, scratch.length());
        }
        return true;
    }

    /** An event without a command is no start of one. */
    private boolean has(EventText text, @Nullable String part, EventContext context) {
        scratch.clear();
        boolean there = text.write(context, scratch);
        return there && (part == null || scratch.toString().contains(part));
    }

    @Override
    public void end(EventContext context, Page page, Period period) {
        page.put(wanted == null ? "All shells:" : "Shells containing " + wanted + ":").line();
        for (int i = 0; i < shells.size(); i++) {
            page.text().put(shells.bytes(), shells.offset(i), shells.length(i)).put('\n');
        }
    }
}

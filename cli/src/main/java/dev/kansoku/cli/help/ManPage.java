// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.cli.help;

import dev.kansoku.cli.option.OptionDefinition;
import dev.kansoku.cli.option.OptionTable;
import java.util.List;

/** The manual page, in the macros of man(7), made from the same table and texts as the help. */
public final class ManPage {
    private ManPage() {}

    public static String text() {
        StringBuilder page = new StringBuilder();
        page.append(".TH KANSOKU 1 \"\" \"Kansoku ")
                .append(escaped(Version.text()))
                .append("\" \"System calls\"\n")
                .append(".SH NAME\nkansoku \\- see, record, replay and filter what processes do\n")
                .append(".SH SYNOPSIS\n");
        for (String line : HelpText.usage()) {
            int gap = line.indexOf("  ");
            page.append(".TP\n.B ")
                    .append(escaped(gap < 0 ? line : line.substring(0, gap)))
                    .append('\n');
            if (gap >= 0) {
                page.append(escaped(line.substring(gap).strip())).append('\n');
            }
        }
        page.append(".SH DESCRIPTION\n");
        paragraphs(page, HelpText.notes());
        page.append(".SH OPTIONS\n");
        String group = "";
        for (OptionDefinition option : OptionTable.all()) {
            if (!option.group().equals(group)) {
                group = option.group();
                page.append(".SS ").append(escaped(group)).append('\n');
            }
            page.append(".TP\n.B ")
                    .append(escaped(option.usage().strip()))
                    .append('\n')
                    .append(escaped(option.description()))
                    .append('\n');
        }
        return page.append(".SH SEE ALSO\n.BR bpf (2),\n.BR ptrace (2),\n.BR strace (1)\n")
                .toString();
    }

    private static void paragraphs(StringBuilder page, List<String> lines) {
        boolean between = true;
        for (String line : lines) {
            if (line.isBlank()) {
                between = true;
                continue;
            }
            page.append(between ? ".PP\n" : "").append(escaped(line.strip())).append('\n');
            between = false;
        }
    }

    /**
     * Text that roff takes as it stands: no line begins with a request, and dashes can be copied.
     */
    private static String escaped(String text) {
        String escaped = text.replace("\\", "\\e").replace("-", "\\-");
        return escaped.startsWith(".") || escaped.startsWith("'") ? "\\&" + escaped : escaped;
    }
}

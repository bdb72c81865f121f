// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.rules.config;

/** A configuration that says nothing but shows all that could be said, with the defaults. */
public final class ConfigExample {
    private static final String HEAD =
            """
            # kansoku.yaml: how `kansoku detect` runs. All of it is optional; what is commented out
            # below is the default, or an empty value where there is none. The command line wins over
            # the environment (KANSOKU_RULES_MATCHING=all, KANSOKU_OUTPUTS_0_TO=stdout), and that over
            # this file. A setting that is marked with $ has ${NAME} replaced by the environment's.
            """;

    private ConfigExample() {}

    /** The file. */
    public static String text() {
        StringBuilder text = new StringBuilder(HEAD);
        String before = "";
        boolean first = false;
        for (Setting setting : SettingTable.all()) {
            String section = setting.section();
            if (setting.kind() == SettingKind.SECTIONS) {
                text.append("\n# ").append(setting.description()).append('\n');
                text.append(setting.name()).append(":\n");
                before = setting.path();
                first = true;
                continue;
            }
            if (!section.equals(before)) {
                text.append('\n').append(section).append(":\n");
                before = section;
            }
            boolean each = section.endsWith(Setting.EACH);
            text.append("  # ")
                    .append(setting.description())
                    .append(setting.environment() ? " $" : "")
                    .append('\n');
            text.append("  # ").append(each ? first ? "- " : "  " : "");
            first = false;
            text.append(setting.name()).append(':').append(value(setting)).append('\n');
        }
        return text.toString();
    }

    private static String value(Setting setting) {
        String fallback = setting.fallback();
        if (fallback == null) {
            return switch (setting.kind()) {
                case WORDS -> " []";
                case TEXTS -> " {}";
                default -> "";
            };
        }
        return setting.kind() == SettingKind.WORDS
                ? " [" + fallback.replace("|", ", ") + "]"
                : " " + fallback;
    }
}

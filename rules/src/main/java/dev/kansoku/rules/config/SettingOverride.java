// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.rules.config;

import dev.kansoku.filter.syntax.Nearest;
import dev.kansoku.rules.Place;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A value from the command line or the environment that is put in the place of a file's.
 *
 * @param source what it is called in messages, such as {@code --set}
 * @param path as written, such as {@code outputs[0].to}
 * @param value which is read as YAML where it begins with a bracket, brace or quote
 */
record SettingOverride(String source, String path, String value) {
    private static final String PREFIX = "KANSOKU_";
    private static final Pattern STEP = Pattern.compile("([A-Za-z0-9_-]{1,64})(?:\\[(\\d{0,4})])?");
    private static final Pattern INDEX = Pattern.compile("\\[\\d*]");

    /** One part of a path; an index of -1 is none, one of {@link #APPENDED} the end of the list. */
    record Step(String name, int index) {
        static final int NONE = -1;
        static final int APPENDED = Integer.MAX_VALUE;
    }

    /** Reads {@code key=value}. */
    static SettingOverride read(String source, String text) throws ConfigException {
        int equals = text.indexOf('=');
        if (equals < 1) {
            throw new ConfigException(
                    List.of(
                            ConfigProblem.at(
                                    new Spot(new Place(source, 1, 1), text, text.length()),
                                    "takes key=value, such as rules.matching=all")));
        }
        return new SettingOverride(source, text.substring(0, equals), text.substring(equals + 1));
    }

    /**
     * The variables that are called as settings are: {@code KANSOKU_OUTPUTS_0_TO} for {@code
     * outputs[0].to}. Others are none of ours.
     */
    static List<SettingOverride> of(Map<String, String> environment) {
        List<SettingOverride> overrides = new ArrayList<>();
        environment.forEach(
                (name, value) -> {
                    String path = name.startsWith(PREFIX) ? path(name) : null;
                    if (path != null) {
                        overrides.add(new SettingOverride(name, path, value));
                    }
                });
        overrides.sort(
                Comparator.comparingInt((SettingOverride one) -> one.path().length())
                        .thenComparing(SettingOverride::path));
        return overrides;
    }

    private static @Nullable String path(String variable) {
        for (Setting setting : SettingTable.all()) {
            String pattern =
                    Pattern.quote(variable(setting.path()))
                            .replace(Setting.EACH, "\\E_(\\d{1,4})\\Q");
            Matcher matcher = Pattern.compile(pattern).matcher(variable);
            if (setting.kind() != SettingKind.SECTIONS && matcher.matches()) {
                String path = setting.path();
                for (int group = 1; group <= matcher.groupCount(); group++) {
                    path = path.replaceFirst("\\[]", "[" + matcher.group(group) + "]");
                }
                return path;
            }
        }
        return null;
    }

    /** What the environment's variable for a path is called, {@code []} left as it is. */
    static String variable(String path) {
        return PREFIX + path.toUpperCase(Locale.ROOT).replace('.', '_');
    }

    /** The setting that it is of. */
    Setting setting() throws ConfigException {
        String pattern = INDEX.matcher(path).replaceAll(Setting.EACH);
        Setting setting = SettingTable.of(pattern);
        if (setting == null) {
            setting = SettingTable.of(pattern + Setting.EACH);
        }
        if (setting == null && pattern.endsWith(Setting.EACH)) {
            Setting list =
                    SettingTable.of(pattern.substring(0, pattern.length() - Setting.EACH.length()));
            setting = list != null && list.kind() == SettingKind.WORDS ? list : null;
        }
        if (setting == null && pattern.contains(".")) {
            Setting texts = SettingTable.of(pattern.substring(0, pattern.lastIndexOf('.')));
            setting = texts != null && texts.kind() == SettingKind.TEXTS ? texts : null;
        }
        if (setting == null) {
            String nearest =
                    Nearest.to(pattern, SettingTable.all().stream().map(Setting::path).toList());
            throw problem(
                    path.length(),
                    "no setting \""
                            + path
                            + "\""
                            + (nearest == null ? "" : ": did you mean " + nearest + "?"));
        }
        return setting;
    }

    List<Step> steps() throws ConfigException {
        List<Step> steps = new ArrayList<>();
        for (String part : path.split("\\.", -1)) {
            Matcher step = STEP.matcher(part);
            if (!step.matches()) {
                throw problem(path.length(), "no path of a setting: \"" + path + "\"");
            }
            String index = step.group(2);
            steps.add(
                    new Step(
                            step.group(1),
                            index == null
                                    ? Step.NONE
                                    : index.isEmpty() ? Step.APPENDED : Integer.parseInt(index)));
        }
        return steps;
    }

    /** The value, with a place in the override's text. */
    Node node() throws ConfigException {
        String before = before();
        if (!value.isEmpty() && "[{\"'".indexOf(value.charAt(0)) >= 0) {
            Node read = YamlText.readBehind(before, source, value);
            if (read != null) {
                return read;
            }
        }
        return new Node.Scalar(
                value,
                true,
                new Spot(
                        new Place(source, 1, before.length() + 1),
                        before + value,
                        Math.max(1, value.length())));
    }

    Spot spot() {
        return new Spot(
                new Place(source, 1, 1), before() + value, Math.max(1, before().length() - 1));
    }

    private String before() {
        return source.startsWith(PREFIX) ? source + "=" : path + "=";
    }

    ConfigException problem(int width, String message) {
        return new ConfigException(
                List.of(
                        ConfigProblem.at(
                                new Spot(new Place(source, 1, 1), before() + value, width),
                                message)));
    }
}

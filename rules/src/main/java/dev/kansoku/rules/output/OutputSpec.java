// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.rules.output;

import dev.kansoku.filter.syntax.Nearest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/**
 * An output as the user wrote it: where to, and how.
 *
 * @param address such as {@code file:/var/log/alerts} or {@code https://host/path}
 * @param settings values by the name of an {@link OutputKey}
 */
public record OutputSpec(String address, SequencedMap<String, List<String>> settings) {
    private static final int LONGEST = 64 << 10;

    public OutputSpec {
        settings = new LinkedHashMap<>(settings);
    }

    /**
     * Reads an output from one text: the address, then settings {@code key=value}, separated by
     * blanks; what has blanks in it stands in double quotes. A command of {@code program:} or
     * {@code pipe:} is all that follows, as it is.
     */
    public static OutputSpec parse(String text) throws OutputSpecException {
        if (text.length() > LONGEST) {
            throw new OutputSpecException(null, "is longer than " + LONGEST + " characters");
        }
        if (text.startsWith("program:") || text.startsWith("pipe:")) {
            return new OutputSpec(text, new LinkedHashMap<>());
        }
        List<String> words = words(text);
        if (words.isEmpty()) {
            throw new OutputSpecException(null, "an output needs an address");
        }
        SequencedMap<String, List<String>> settings = new LinkedHashMap<>();
        for (String word : words.subList(1, words.size())) {
            int equals = word.indexOf('=');
            if (equals <= 0) {
                throw new OutputSpecException(null, "a setting is key=value, not \"" + word + "\"");
            }
            settings.computeIfAbsent(word.substring(0, equals), _ -> new ArrayList<>())
                    .add(word.substring(equals + 1));
        }
        return new OutputSpec(words.getFirst(), settings);
    }

    private static List<String> words(String text) throws OutputSpecException {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        boolean quoted = false;
        boolean begun = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"') {
                quoted = !quoted;
                begun = true;
            } else if (c == '\\' && quoted && i + 1 < text.length()) {
                i++;
                word.append(text.charAt(i));
            } else if (c == ' ' && !quoted) {
                if (begun) {
                    words.add(word.toString());
                }
                word.setLength(0);
                begun = false;
            } else {
                word.append(c);
                begun = true;
            }
        }
        if (quoted) {
            throw new OutputSpecException(null, "a quote is not closed");
        }
        if (begun) {
            words.add(word.toString());
        }
        return words;
    }

    /** What kind of output it is. */
    public OutputKind kind() throws OutputSpecException {
        OutputKind kind = OutputKind.of(address);
        if (kind == null) {
            throw new OutputSpecException(
                    null,
                    "\""
                            + address
                            + "\" is no output: there are stdout, file:PATH, syslog,"
                            + " syslog+udp://HOST, syslog+tcp://HOST, syslog+tls://HOST,"
                            + " program:COMMAND, pipe:COMMAND, http://HOST/PATH, https://HOST/PATH"
                            + " and kafka://HOST/TOPIC");
        }
        return kind;
    }

    /** The settings, checked against those that such an output has. */
    OutputSettings checked() throws OutputSpecException {
        OutputKind kind = kind();
        List<String> names =
                OutputKey.all().stream()
                        .filter(key -> key.isOf(kind))
                        .map(OutputKey::name)
                        .toList();
        for (Map.Entry<String, List<String>> setting : settings.entrySet()) {
            String name = setting.getKey();
            if (!names.contains(name)) {
                String nearest = Nearest.to(name, names);
                throw new OutputSpecException(
                        name,
                        "outputs of this kind have no setting \""
                                + name
                                + "\""
                                + (nearest == null
                                        ? ": there are " + String.join(", ", names)
                                        : ": did you mean " + nearest + "?"));
            }
        }
        return new OutputSettings(settings);
    }
}

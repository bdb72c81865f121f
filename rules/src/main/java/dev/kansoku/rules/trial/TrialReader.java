// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.rules.trial;

import dev.kansoku.rules.starter.StarterRules;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads files of tests. */
public final class TrialReader {
    private static final List<String> FILE_KEYS = List.of("rules", "processes", "tests");
    private static final List<String> TEST_KEYS =
            List.of("test", "capture", "processes", "events", "alerts", "others");
    private static final List<String> ALERT_KEYS = List.of("rule", "count", "fields", "output");

    /** When tests by hand begin: 2026-01-01, in nanoseconds since the epoch. */
    private static final long START = 1_767_225_600_000_000_000L;

    private final Path folder;
    private final Yaml root;

    private TrialReader(Path folder, Yaml root) {
        this.folder = folder;
        this.root = root;
    }

    /** Reads a file; the files that it names lie beside it. */
    public static TrialFile read(Path file) throws TrialException, IOException {
        String name = file.toString();
        byte[] bytes;
        try (var in = Files.newInputStream(file)) {
            bytes = in.readNBytes(Yaml.LONGEST + 1);
        }
        if (bytes.length > Yaml.LONGEST) {
            throw new IOException(name + " is larger than " + Yaml.LONGEST + " bytes");
        }
        String text;
        try {
            text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            throw new IOException(name + " is no UTF-8 text", e);
        }
        Path folder = file.toAbsolutePath().getParent();
        return read(name, text, folder == null ? file : folder);
    }

    /**
     * Reads a text.
     *
     * @param name what messages call it
     * @param folder where the files lie that it names
     */
    public static TrialFile read(String name, String text, Path folder) throws TrialException {
        return new TrialReader(folder, Yaml.read(name, text)).file(name);
    }

    private TrialFile file(String name) throws TrialException {
        Map<String, Yaml> members = root.members(FILE_KEYS);
        Yaml tests = members.get("tests");
        if (tests == null) {
            throw root.wrong("there are no tests");
        }
        Map<String, Yaml> processes = processes(members.get("processes"));
        List<Trial> trials = new ArrayList<>();
        for (Yaml test : tests.list()) {
            trials.add(trial(test, processes));
        }
        return new TrialFile(name, rules(name, members.get("rules")), trials);
    }

    /** The files that are named, else the one beside whose name is the same. */
    private List<Path> rules(String name, @Nullable Yaml named) throws TrialException {
        List<Path> rules = new ArrayList<>();
        if (named != null) {
            for (String one : named.texts()) {
                rules.add(one.equals(StarterRules.NAME) ? Path.of(one) : folder.resolve(one));
            }
            return rules;
        }
        String own = Path.of(name).getFileName().toString();
        String beside = own.replace(TrialFile.ENDING, ".yaml");
        if (!own.endsWith(TrialFile.ENDING) || !Files.isRegularFile(folder.resolve(beside))) {
            throw root.wrong("it does not say of which rules its tests are: the key rules");
        }
        return List.of(folder.resolve(beside));
    }

    private Trial trial(Yaml test, Map<String, Yaml> processes) throws TrialException {
        Map<String, Yaml> members = test.members(TEST_KEYS);
        Yaml name = members.get("test");
        if (name == null) {
            throw test.wrong("a test needs a name: the key test");
        }
        Yaml alerts = members.get("alerts");
        if (alerts == null) {
            throw test.wrong("a test says which alerts there must be: the key alerts, [] for none");
        }
        List<Trial.Expected> expected = new ArrayList<>();
        for (Yaml alert : alerts.isText() ? List.of(alerts) : alerts.list()) {
            expected.add(expected(alert));
        }
        Yaml others = members.get("others");
        if (others != null && !List.of("allowed", "refused").contains(others.text())) {
            throw others.wrong("alerts of other rules are allowed or refused");
        }
        return new Trial(
                name.text(),
                happening(test, members, processes),
                expected,
                others != null && others.text().equals("allowed"),
                test.where());
    }

    private Trial.Happening happening(
            Yaml test, Map<String, Yaml> members, Map<String, Yaml> ofFile) throws TrialException {
        Yaml capture = members.get("capture");
        Yaml events = members.get("events");
        if ((capture == null) == (events == null)) {
            throw test.wrong("a test has either a capture or events");
        }
        if (capture != null) {
            return new Trial.Happening.Captured(folder.resolve(capture.text()));
        }
        Map<String, Yaml> processes = new LinkedHashMap<>(ofFile);
        processes.putAll(processes(members.get("processes")));
        Cast cast = new Cast(START, processes);
        List<byte[]> happened = new Script(cast, START).events(events);
        return new Trial.Happening.Acted(List.copyOf(cast.all()), happened);
    }

    private static Map<String, Yaml> processes(@Nullable Yaml described) throws TrialException {
        return described == null ? Map.of() : described.members();
    }

    private static Trial.Expected expected(Yaml alert) throws TrialException {
        if (alert.isText()) {
            return new Trial.Expected(alert.text(), null, Map.of(), null, alert.where());
        }
        Map<String, Yaml> members = alert.members(ALERT_KEYS);
        Yaml rule = members.get("rule");
        if (rule == null) {
            throw alert.wrong("an alert is of a rule: the key rule");
        }
        Yaml count = members.get("count");
        if (count != null && (count.number() < 0 || count.number() > Integer.MAX_VALUE)) {
            throw count.wrong("there cannot be so many alerts");
        }
        Map<String, String> fields = new LinkedHashMap<>();
        Yaml wanted = members.get("fields");
        if (wanted != null) {
            for (Map.Entry<String, Yaml> field : wanted.members().entrySet()) {
                fields.put(field.getKey(), field.getValue().text());
            }
        }
        Yaml output = members.get("output");
        return new Trial.Expected(
                rule.text(),
                count == null ? null : (Integer) (int) count.number(),
                fields,
                output == null ? null : output.text(),
                rule.where());
    }
}

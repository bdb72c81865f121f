// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.rules.load;

import dev.kansoku.rules.starter.StarterRules;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Reads rule files from disk. */
final class RuleFiles {
    /** The most files of one folder. */
    private static final int MOST_FILES = 10_000;

    /** How files end that hold tests of rules and lie beside them. */
    private static final String TESTS = ".test.yaml";

    private final List<Problem> problems;

    RuleFiles(List<Problem> problems) {
        this.problems = problems;
    }

    List<RuleText> read(List<Path> filesOrFolders) {
        List<RuleText> texts = new ArrayList<>();
        for (Path path : filesOrFolders) {
            if (StarterRules.areMeant(path)) {
                for (StarterRules.File file : StarterRules.files()) {
                    texts.add(new RuleText(file.name(), file.text()));
                }
            } else if (Files.isDirectory(path)) {
                for (Path file : filesOf(path)) {
                    add(file, texts);
                }
            } else {
                add(path, texts);
            }
        }
        return texts;
    }

    private List<Path> filesOf(Path folder) {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.filter(RuleFiles::isRuleFile).sorted().limit(MOST_FILES).toList();
        } catch (IOException e) {
            tell(folder, "can not be read: " + reason(e));
            return List.of();
        }
    }

    private static boolean isRuleFile(Path file) {
        String name = file.getFileName().toString();
        return (name.endsWith(".yaml") || name.endsWith(".yml"))
                && !name.endsWith(TESTS)
                && Files.isRegularFile(file);
    }

    private void add(Path file, List<RuleText> texts) {
        try {
            if (Files.isRegularFile(file) && Files.size(file) > YamlText.LONGEST) {
                tell(file, "is larger than " + YamlText.LONGEST + " bytes");
                return;
            }
            byte[] bytes;
            try (var in = Files.newInputStream(file)) {
                bytes = in.readNBytes(YamlText.LONGEST + 1);
            }
            if (bytes.length > YamlText.LONGEST) {
                tell(file, "is larger than " + YamlText.LONGEST + " bytes");
                return;
            }
            String text =
                    StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
            texts.add(new RuleText(file.toString(), text));
        } catch (CharacterCodingException _) {
            tell(file, "is no UTF-8 text");
        } catch (IOException e) {
            tell(file, "can not be read: " + reason(e));
        }
    }

    private static String reason(IOException e) {
        return e instanceof NoSuchFileException ? "no such file" : String.valueOf(e.getMessage());
    }

    private void tell(Path file, String what) {
        Source source = new Source(new RuleText(file.toString(), ""));
        problems.add(Context.of(source).problem(Code.ERR_FILE_READ, "the file " + what));
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.cli.help;

import dev.kansoku.cli.option.OptionDefinition;
import dev.kansoku.cli.option.OptionTable;
import dev.kansoku.cli.request.Shell;
import dev.kansoku.filter.field.FieldDefinition;
import dev.kansoku.filter.field.FieldDefinition.Argument;
import dev.kansoku.filter.field.FieldType;
import dev.kansoku.filter.syntax.Dialect;
import dev.kansoku.filter.syntax.Function;
import dev.kansoku.filter.syntax.Operator;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * What {@code kansoku completion} prints: a script for a shell ({@code completion.bash} and its
 * kin), with the words of the tables put in place of {@code @FIELDS@} and others.
 */
public final class CompletionScript {
    /** The kinds of arguments that a script has code for; everything else is a list of words. */
    private static final List<String> KINDS =
            List.of("files", "directories", "users", "fields", "format");

    private static final List<String> VERBS =
            List.of(
                    "fields",
                    "events",
                    "filter",
                    "metrics",
                    "detect",
                    "scap",
                    "index",
                    "doctor",
                    "report",
                    "rules",
                    "completion",
                    "man",
                    "help");

    private CompletionScript() {}

    public static String of(Shell shell) {
        List<FieldDefinition> fields = FieldList.all();
        return resource("completion." + shell.word())
                .replace("@VERBS@", String.join(" ", VERBS))
                .replace(
                        "@SHELLS@", joined(Arrays.stream(Shell.values()).map(Shell::word).toList()))
                .replace(
                        "@CLASSES@",
                        joined(fields.stream().map(FieldDefinition::fieldClass).toList()))
                .replace("@FIELDS@", joined(fields.stream().map(CompletionScript::begun).toList()))
                .replace(
                        "@BOOLEANS@",
                        joined(
                                fields.stream()
                                        .filter(field -> field.type() == FieldType.BOOLEAN)
                                        .map(FieldDefinition::name)
                                        .toList()))
                .replace("@FUNCTIONS@", functions(shell))
                .replace("@OPERATORS@", operators(shell))
                .replace("@EVENTS@", joined(EventList.names()))
                .replace("@KINDS@", kinds(shell))
                .replace("@OPTIONS@", options(shell));
    }

    /** A field as far as it can be known: one that needs an argument goes on with it. */
    private static String begun(FieldDefinition field) {
        return field.argument() == Argument.REQUIRED ? field.name() + "." : field.name();
    }

    private static String functions(Shell shell) {
        return Function.words(Dialect.SYSDIG).stream()
                .map(word -> shell == Shell.BASH ? word + "(" : "'" + word + "('")
                .collect(Collectors.joining(" "));
    }

    private static String operators(Shell shell) {
        return Operator.symbols().stream()
                .map(symbol -> shell == Shell.BASH ? symbol : "'" + symbol + "'")
                .collect(Collectors.joining(" "));
    }

    private static String joined(List<String> words) {
        return String.join(" ", words.stream().distinct().toList());
    }

    /** The cases of a switch over options that take an argument. */
    private static String kinds(Shell shell) {
        return OptionTable.all().stream()
                .filter(option -> option.argument() != null)
                .map(option -> kind(shell, option))
                .collect(Collectors.joining("\n"));
    }

    private static String kind(Shell shell, OptionDefinition option) {
        String completion = option.completion();
        String kind =
                completion == null
                        ? "none"
                        : KINDS.contains(completion)
                                ? completion
                                : "words:" + completion.replace('|', ' ');
        String dashed = "--" + option.longName();
        String letter = option.shortName();
        return switch (shell) {
            case BASH, ZSH ->
                    "        ("
                            + dashed
                            + (letter == null ? "" : "|-" + letter)
                            + ") kind='"
                            + kind
                            + "' ;;";
            case FISH ->
                    "        case "
                            + dashed
                            + (letter == null ? "" : " -" + letter)
                            + "\n            echo '"
                            + kind
                            + "'";
        };
    }

    private static String options(Shell shell) {
        List<OptionDefinition> all = OptionTable.all();
        return switch (shell) {
            case BASH ->
                    all.stream()
                            .map(
                                    option ->
                                            "--"
                                                    + option.longName()
                                                    + (option.shortName() == null
                                                            ? ""
                                                            : " -" + option.shortName()))
                            .collect(Collectors.joining(" "));
            case ZSH ->
                    all.stream().map(CompletionScript::zshOption).collect(Collectors.joining("\n"));
            case FISH ->
                    all.stream()
                            .map(CompletionScript::fishOption)
                            .collect(Collectors.joining("\n"));
        };
    }

    private static String zshOption(OptionDefinition option) {
        String quoted = ":" + brief(option).replace("'", "'\\''") + "'";
        String line = "        '--" + option.longName() + quoted;
        return option.shortName() == null
                ? line
                : line + "\n        '-" + option.shortName() + quoted;
    }

    private static String fishOption(OptionDefinition option) {
        StringBuilder line = new StringBuilder("complete -c kansoku");
        if (option.shortName() != null) {
            line.append(" -s ").append(option.shortName());
        }
        line.append(" -l ").append(option.longName());
        if (option.argument() != null) {
            line.append(fishArgument(option.completion() == null ? "" : option.completion()));
        }
        String text = brief(option).replace("\\", "\\\\").replace("'", "\\'");
        return line.append(" -d '").append(text).append("'").toString();
    }

    private static String fishArgument(String completion) {
        return switch (completion) {
            case "" -> " -x";
            case "files" -> " -rF";
            case "directories" -> " -x -a '(__fish_complete_directories)'";
            case "users" -> " -x -a '(__fish_complete_users)'";
            case "fields" -> " -x -a '(__kansoku_list)'";
            case "format" -> " -x -a '(__kansoku_format)'";
            default -> " -x -a '" + completion.replace('|', ' ') + "'";
        };
    }

    /** The first part of a description, without its end. */
    private static String brief(OptionDefinition option) {
        String first = option.description().split("[.:;,](?= |$)", 2)[0];
        return first.substring(0, 1).toLowerCase(Locale.ROOT) + first.substring(1);
    }

    private static String resource(String name) {
        try (InputStream in = CompletionScript.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException(name + " is missing from the jar");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

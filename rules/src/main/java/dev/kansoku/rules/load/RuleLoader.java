// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.rules.load;

import dev.kansoku.engine.EventContext;
import dev.kansoku.filter.field.FieldCatalogue;
import dev.kansoku.rules.MatchFields;
import dev.kansoku.rules.Rule;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * Loads rule files. All of them make one set: a later item may add to one of an earlier file or
 * replace it, and rules see all macros and lists. What is wrong does not keep the rest from being
 * looked at, so that all problems are told at once. Not thread-safe.
 */
public final class RuleLoader {
    private final FieldCatalogue<EventContext> fields;
    private final LoadOptions options;

    /**
     * @param fields those that conditions and outputs may name; outputs those of matches too, which
     *     conditions can not
     */
    public RuleLoader(FieldCatalogue<EventContext> fields, LoadOptions options) {
        this.fields = fields instanceof MatchFields ofMatches ? ofMatches.ofEvents() : fields;
        this.options = options;
    }

    /**
     * Loads files, and what lies in folders and ends with {@code .yaml} or {@code .yml}, sorted by
     * name. {@code starter} stands for the starter rules where there is no such file.
     */
    public LoadResult load(List<Path> filesOrFolders) {
        List<Problem> problems = new ArrayList<>();
        List<RuleText> texts = new RuleFiles(problems).read(filesOrFolders);
        return load(texts, problems);
    }

    /** Loads texts as if they were files. */
    public LoadResult loadTexts(List<RuleText> texts) {
        return load(texts, new ArrayList<>());
    }

    private LoadResult load(List<RuleText> texts, List<Problem> problems) {
        Items items = new Items();
        ItemReader reader =
                new ItemReader(
                        items, options.sources(), new ExceptionItems(fields, problems), problems);
        for (RuleText text : texts) {
            read(text, reader, problems);
        }
        boolean complete = problems.stream().noneMatch(Problem::isError);
        RuleSetCompiler compiler = new RuleSetCompiler(items, fields, problems);
        List<LoadedRule> all = new ArrayList<>();
        for (RuleItem item : items.rules()) {
            LoadedRule rule = compiler.rule(item, options);
            if (rule != null) {
                all.add(rule);
            }
        }
        if (complete) {
            compiler.warnOfUnused();
        }
        List<Rule> used = all.stream().filter(LoadedRule::enabled).map(LoadedRule::rule).toList();
        return new LoadResult(
                used,
                sorted(problems, texts),
                all,
                compiler.macros(),
                compiler.lists(),
                texts.stream().map(RuleText::name).toList());
    }

    private static void read(RuleText text, ItemReader reader, List<Problem> problems) {
        Source source = new Source(text);
        Context file = Context.of(source);
        try {
            YamlText yaml = new YamlText(source);
            for (Optional<Node> document = yaml.next();
                    document.isPresent();
                    document = yaml.next()) {
                reader.read(file, document.get());
            }
        } catch (LoadException e) {
            problems.add(e.problem());
        }
    }

    /** By file, then as they were found: errors of reading, of conditions, and what is not used. */
    private static List<Problem> sorted(List<Problem> problems, List<RuleText> texts) {
        Map<String, Integer> order = new HashMap<>();
        for (RuleText text : texts) {
            order.putIfAbsent(text.name(), order.size());
        }
        List<Problem> sorted = new ArrayList<>(problems);
        sorted.sort(Comparator.comparingInt(problem -> order.getOrDefault(problem.file(), -1)));
        return sorted;
    }
}

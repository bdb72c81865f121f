// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.capture.bpf;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kansoku.capture.EnterEvent;
import dev.kansoku.capture.ExtraEvents;
import dev.kansoku.capture.Recipe;
import dev.kansoku.capture.SystemCall;
import dev.kansoku.capture.SystemCallTable;
import dev.kansoku.event.EventType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PartTest {
    @Test
    void theKernelSideKnowsEveryRecipeOfTheTable() {
        for (SystemCall call : SystemCallTable.rows()) {
            check(call.event(), call.recipes());
            EnterEvent enter = EnterEvent.of(call);
            check(enter.type(), enter.recipes());
        }
    }

    private static void check(EventType type, List<Recipe> recipes) {
        assertThat(recipes).hasSizeLessThanOrEqualTo(RecipeMap.PARTS);
        for (int i = 0; i < recipes.size(); i++) {
            Part part = Part.of(recipes.get(i), type.parameter(i));
            assertThat(part.argument()).as(type.name()).isBetween(0, Part.IN_MEMORY);
            if (part.kind() == PartKind.NUMBER || part.kind() == PartKind.MEMORY) {
                assertThat(part.width()).as("%s %s", type.name(), part).isPositive();
            }
        }
    }

    @Test
    void kindsStandInTheOrderOfTheKernelSide() throws IOException {
        assertThat(enumerators("kind", "KIND_"))
                .isEqualTo(Stream.of(PartKind.values()).map(Enum::name).toList());
    }

    @Test
    void scopesStandInTheOrderOfTheKernelSide() throws IOException {
        assertThat(enumeratorsOf("sets.h", "scope_mode", "SCOPE_"))
                .isEqualTo(
                        Stream.concat(
                                        Stream.of("NOTHING = 0"),
                                        Stream.of(Control.Mode.values())
                                                .map(m -> m.name() + " = " + (1 << m.ordinal())))
                                .toList());
    }

    @Test
    void extraEventsStandInTheOrderOfTheKernelSide() throws IOException {
        assertThat(enumeratorsOf("notice.h", "extra_events", "EXTRA_"))
                .isEqualTo(
                        Stream.of(ExtraEvents.values())
                                .map(extra -> extra.name() + " = " + (1 << extra.ordinal()))
                                .toList());
    }

    @Test
    void recipesOfTheTaskStandInTheOrderOfTheKernelSide() throws IOException {
        List<String> kernel = enumerators("task_mode", "TASK_");
        for (SystemCall call : SystemCallTable.rows()) {
            for (int i = 0; i < call.recipes().size(); i++) {
                var recipe = call.recipes().get(i);
                if (recipe.kind().equals("task")) {
                    Part part = Part.of(recipe, call.event().parameter(i));
                    assertThat(kernel.get(part.mode()))
                            .isEqualTo(recipe.operand(0).toUpperCase(Locale.ROOT));
                }
            }
        }
    }

    private static List<String> enumerators(String name, String prefix) throws IOException {
        return enumeratorsOf("recipe.h", name, prefix);
    }

    private static List<String> enumeratorsOf(String file, String name, String prefix)
            throws IOException {
        String source = Files.readString(Path.of("src/main/bpf", file));
        int from = source.indexOf("enum " + name + " {");
        String body = source.substring(source.indexOf('{', from) + 1, source.indexOf('}', from));
        return Stream.of(body.split(",", -1))
                .map(String::strip)
                .filter(word -> !word.isEmpty())
                .map(word -> word.substring(prefix.length()))
                .toList();
    }
}

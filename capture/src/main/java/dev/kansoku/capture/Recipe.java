// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.capture;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How one parameter of an event comes from a system call, as written in {@code syscalls.tsv}.
 *
 * @param kind the word before the bracket, such as {@code data}
 * @param operands what stands in the bracket, such as {@code 1} and {@code ret}
 * @param conversion the name of the conversion of {@code conversions.tsv} that is applied to the
 *     value read, or null
 */
public record Recipe(String kind, List<String> operands, @Nullable String conversion) {
    public Recipe {
        operands = List.copyOf(operands);
    }

    /** Reads a recipe such as {@code arg(2)|prot_flags}. */
    static Recipe parse(String text) {
        int bar = text.indexOf('|');
        String conversion = bar < 0 ? null : text.substring(bar + 1);
        String body = bar < 0 ? text : text.substring(0, bar);
        int bracket = body.indexOf('(');
        if (bracket < 0) {
            return new Recipe(body, List.of(), conversion);
        }
        if (!body.endsWith(")")) {
            throw new IllegalArgumentException("recipe without its closing bracket: " + text);
        }
        return new Recipe(
                body.substring(0, bracket),
                List.of(body.substring(bracket + 1, body.length() - 1).split(",", -1)),
                conversion);
    }

    /** Reads recipes with a blank between; none of an empty text. */
    static List<Recipe> parseAll(String texts) {
        return texts.isEmpty()
                ? List.of()
                : Arrays.stream(texts.split(" ", -1)).map(Recipe::parse).toList();
    }

    /** An operand, or the empty text where there are fewer. */
    public String operand(int index) {
        return index < operands.size() ? operands.get(index) : "";
    }

    /** An operand that is a number. */
    public int number(int index) {
        return Integer.parseInt(operand(index));
    }

    @Override
    public String toString() {
        return kind
                + (operands.isEmpty() ? "" : "(" + String.join(",", operands) + ")")
                + (conversion == null ? "" : "|" + conversion);
    }
}

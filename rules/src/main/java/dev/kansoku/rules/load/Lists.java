// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.rules.load;

import dev.kansoku.filter.syntax.Limits;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The lists of a rule set, put into conditions in the place of their names: as text, so that a list
 * may hold whatever could be written where it is named.
 */
final class Lists {
    /** The most values of all lists together, those that lists have of others counted again. */
    private static final int MOST_VALUES = 4_000_000;

    /** How deep a list may name others that were changed after it. */
    private static final int DEEPEST = 100;

    /**
     * A list as conditions see it.
     *
     * @param values with those of lists that it names
     */
    record Values(ListItem item, List<String> values) {}

    private final Map<String, ListItem> items = new HashMap<>();
    private final Map<String, Values> values = new LinkedHashMap<>();
    private final Map<String, String> texts = new HashMap<>();
    private final Set<String> used = new HashSet<>();

    private int valuesLeft = MOST_VALUES;

    /** Lists of lists that are empty in the end take time and give nothing. */
    private int stepsLeft = 4 * MOST_VALUES;

    Lists(Collection<ListItem> lists, List<Problem> problems) {
        for (ListItem list : lists) {
            items.put(list.name(), list);
        }
        for (ListItem list : lists) {
            List<String> all = new ArrayList<>();
            addValues(list, new HashSet<>(), all);
            if (all.size() > Math.min(Limits.LIST, valuesLeft)) {
                problems.add(
                        list.context()
                                .problem(
                                        Code.ERR_VALIDATE,
                                        "too many values, with those of the lists that it names"));
                all = List.of();
            }
            valuesLeft -= all.size();
            values.put(list.name(), new Values(list, List.copyOf(all)));
        }
    }

    /**
     * Adds values, those of lists that were begun before in the place of these. A list that leads
     * back to itself stands for its own name there, which is hardly a value of a field.
     */
    private void addValues(ListItem list, Set<String> above, List<String> into) {
        Values known = values.get(list.name());
        if (known != null) {
            into.addAll(known.values());
            return;
        }
        above.add(list.name());
        for (Scalar item : list.items()) {
            ListItem other = items.get(item.value());
            if (into.size() > Limits.LIST || --stepsLeft < 0) {
                break;
            }
            if (other == null
                    || other.index() >= list.visibility()
                    || above.contains(other.name())
                    || above.size() > DEEPEST) {
                into.add(item.value());
            } else {
                used.add(other.name());
                addValues(other, above, into);
            }
        }
        above.remove(list.name());
    }

    Collection<Values> all() {
        return values.values();
    }

    boolean isUsed(String name) {
        return used.contains(name);
    }

    /**
     * A condition with lists in the place of their names. Names in quotes are left alone.
     *
     * @param named takes the names of the lists that it has
     */
    ConditionText substitute(ConditionText condition, Set<String> named) {
        String text = condition.text();
        ConditionText.Builder out = new ConditionText.Builder();
        int copied = 0;
        int at = 0;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '"' || c == '\'') {
                at = quoteEnd(text, at);
            } else if (isDelimiter(c)) {
                at++;
            } else {
                int end = wordEnd(text, at);
                String word = text.substring(at, end);
                if (values.containsKey(word)) {
                    used.add(word);
                    named.add(word);
                    out.put(condition, copied, at);
                    String list = textOf(word);
                    copied = end;
                    if (list.isEmpty()) {
                        copied = out.dropComma() ? end : behindComma(text, end);
                        end = copied;
                    } else {
                        out.put(list, condition, at);
                    }
                }
                at = end;
            }
        }
        if (copied == 0) {
            return condition;
        }
        return out.put(condition, copied, text.length()).build();
    }

    private static int behindComma(String text, int from) {
        int at = from;
        while (at < text.length() && isBlank(text.charAt(at))) {
            at++;
        }
        return at < text.length() && text.charAt(at) == ',' ? at + 1 : from;
    }

    private static int quoteEnd(String text, int from) {
        char quote = text.charAt(from);
        int at = from + 1;
        while (at < text.length() && text.charAt(at) != quote) {
            at += text.charAt(at) == '\\' ? 2 : 1;
        }
        return Math.min(at + 1, text.length());
    }

    private static int wordEnd(String text, int from) {
        int end = from;
        while (end < text.length() && !isDelimiter(text.charAt(end))) {
            end++;
        }
        return end;
    }

    private String textOf(String name) {
        String known = texts.get(name);
        if (known != null) {
            return known;
        }
        StringBuilder text = new StringBuilder();
        Values list = values.get(name);
        for (String value : list == null ? List.<String>of() : list.values()) {
            text.append(text.isEmpty() ? "" : ", ").append(quoted(value));
        }
        texts.put(name, text.toString());
        return text.toString();
    }

    /** A value that holds what ends an unquoted one in quotes, unless it brings its own. */
    static String quoted(String value) {
        boolean own = value.startsWith("\"") || value.startsWith("'");
        if (own || value.chars().noneMatch(c -> " ()=\"'".indexOf(c) >= 0)) {
            return value;
        }
        return '"' + value.replace("\"", "\\\"") + '"';
    }

    private static boolean isDelimiter(char c) {
        return isBlank(c) || c == '(' || c == ')' || c == ',' || c == '=';
    }

    static boolean isBlank(char c) {
        return c == ' ' || c == '\t' || c == '\n' || c == '\r';
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.rules.load;

import dev.kansoku.rules.Rule;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Turns rules on or off. Choices are made one after the other; the last that fits a rule wins.
 *
 * @param enable whether the rules that fit are turned on
 * @param by what {@code word} is
 * @param word a part of the name, a pattern of the whole name with {@code *} and {@code ?}, or a
 *     tag
 */
public record Choice(boolean enable, By by, String word) {
    /** What rules are chosen by. */
    public enum By {
        PART_OF_NAME,
        NAME_PATTERN,
        TAG
    }

    /** Turns off the rules whose name has a part. */
    public static Choice disableContaining(String part) {
        return new Choice(false, By.PART_OF_NAME, part);
    }

    /** Turns off the rules with a tag. */
    public static Choice disableTag(String tag) {
        return new Choice(false, By.TAG, tag);
    }

    /** Turns all rules off but those with one of some tags. */
    public static List<Choice> onlyTags(List<String> tags) {
        List<Choice> choices = new ArrayList<>(List.of(new Choice(false, By.PART_OF_NAME, "")));
        for (String tag : tags) {
            choices.add(new Choice(true, By.TAG, tag));
        }
        return Collections.unmodifiableList(choices);
    }

    boolean fits(Rule rule) {
        return switch (by) {
            case PART_OF_NAME -> rule.name().contains(word);
            case NAME_PATTERN -> isLikePattern(rule.name());
            case TAG -> rule.tags().contains(word);
        };
    }

    /** Goes back to the last star where the characters behind it do not fit. */
    private boolean isLikePattern(String name) {
        int at = 0;
        int pattern = 0;
        int star = -1;
        int retry = 0;
        while (at < name.length()) {
            char wanted = pattern < word.length() ? word.charAt(pattern) : 0;
            if (wanted == '*') {
                star = pattern++;
                retry = at;
            } else if (wanted == '?' || (wanted != 0 && wanted == name.charAt(at))) {
                pattern++;
                at++;
            } else if (star >= 0) {
                pattern = star + 1;
                at = ++retry;
            } else {
                return false;
            }
        }
        while (pattern < word.length() && word.charAt(pattern) == '*') {
            pattern++;
        }
        return pattern == word.length();
    }
}

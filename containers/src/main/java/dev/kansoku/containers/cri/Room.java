// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.containers.cri;

import java.util.Map;
import java.util.TreeMap;

/** How many characters of one container are kept: what there is no more room for is left out. */
final class Room {
    private static final int CHARACTERS = 24_576;

    private int left = CHARACTERS;

    /** The text, or nothing where there is no room. */
    String keep(String text) {
        if (text.length() > left) {
            return "";
        }
        left -= text.length();
        return text;
    }

    /** Those that there is room for. */
    Map<String, String> keep(Map<String, String> labels) {
        Map<String, String> kept = new TreeMap<>();
        labels.forEach(
                (name, value) -> {
                    int length = name.length() + value.length();
                    if (length <= left) {
                        left -= length;
                        kept.put(name, value);
                    }
                });
        return kept;
    }

    boolean takes(int characters) {
        if (characters > left) {
            return false;
        }
        left -= characters;
        return true;
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.engine.fields;

import dev.kansoku.engine.state.ContainerLabels;
import dev.kansoku.event.TextBuffer;
import dev.kansoku.filter.field.FieldValue;
import java.util.Map;

/** Several texts as one value: as a list, or joined. */
final class TextList {
    private static final String SEPARATOR = ", ";

    private TextList() {}

    /** Ends one text of a list that is written into {@link FieldValue#text}. */
    static void end(TextBuffer list) {
        list.put(0);
    }

    /** Hands over what was written, each text as a value; false where there is none. */
    static boolean done(FieldValue out) {
        TextBuffer text = out.text();
        byte[] bytes = text.bytes();
        int begin = 0;
        for (int i = 0; i < text.length(); i++) {
            if (bytes[i] == 0) {
                out.bytes(bytes, begin, i - begin);
                begin = i + 1;
            }
        }
        return begin > 0;
    }

    /** Labels as {@code name:value}; false where there are none. */
    static boolean labels(ContainerLabels labels, FieldValue out) {
        write(labels, out.text());
        return done(out);
    }

    static void write(ContainerLabels labels, TextBuffer list) {
        for (Map.Entry<String, String> label : labels.values().entrySet()) {
            list.put(label.getKey()).put(':').put(label.getValue());
            end(list);
        }
    }

    /** Puts what separates it from the text before, if there is any. */
    static void separate(TextBuffer joined) {
        if (!joined.isEmpty()) {
            joined.put(SEPARATOR);
        }
    }

    /** Hands over joined texts; false where they are empty. */
    static boolean joined(FieldValue out) {
        boolean any = !out.text().isEmpty();
        if (any) {
            out.textDone();
        }
        return any;
    }
}

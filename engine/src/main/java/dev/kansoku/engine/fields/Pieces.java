// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.engine.fields;

import static dev.kansoku.engine.fields.EventFields.ascii;

import dev.kansoku.engine.EventContext;
import dev.kansoku.engine.state.ThreadState;
import dev.kansoku.filter.field.Extractor;
import dev.kansoku.filter.field.FieldArgumentException;
import dev.kansoku.filter.field.FieldValue;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Arguments and environments: pieces of text with a NUL behind each. */
final class Pieces {
    private Pieces() {}

    /** All pieces with blanks between, or the one with a number, counted from 0. */
    static Extractor<EventContext> of(
            String field, @Nullable String argument, Function<ThreadState, byte[]> pieces)
            throws FieldArgumentException {
        if (argument == null) {
            return Extractors.ofThread((_, t, out) -> joined(pieces.apply(t), out));
        }
        long wanted = Arguments.number(field, argument);
        return Extractors.ofThread((_, t, out) -> piece(pieces.apply(t), wanted, out));
    }

    /** The whole environment, or the value of one variable of it. */
    static Extractor<EventContext> environment(@Nullable String argument) {
        if (argument == null) {
            return Extractors.ofThread((_, t, out) -> joined(t.env(), out));
        }
        byte[] prefix = ascii(argument + "=");
        return Extractors.ofThread((_, t, out) -> variable(t.env(), prefix, out));
    }

    static boolean joined(byte[] pieces, FieldValue out) {
        Text.join(pieces, out.text());
        out.textDone();
        return true;
    }

    private static boolean piece(byte[] pieces, long wanted, FieldValue out) {
        int at = 0;
        for (long i = 0; at < pieces.length; i++) {
            int end = Text.pieceEnd(pieces, at);
            if (i == wanted) {
                out.bytes(pieces, at, end - at);
                return true;
            }
            at = end + 1;
        }
        return false;
    }

    /** What stands behind {@code prefix} in the first piece that begins with it. */
    static boolean variable(byte[] pieces, byte[] prefix, FieldValue out) {
        int at = 0;
        while (at < pieces.length) {
            int end = Text.pieceEnd(pieces, at);
            if (end - at >= prefix.length && Text.startsWith(pieces, at, prefix)) {
                out.bytes(pieces, at + prefix.length, end - at - prefix.length);
                return true;
            }
            at = end + 1;
        }
        return false;
    }

    static int count(byte[] pieces) {
        int count = 0;
        for (byte b : pieces) {
            if (b == 0) {
                count++;
            }
        }
        return count;
    }
}

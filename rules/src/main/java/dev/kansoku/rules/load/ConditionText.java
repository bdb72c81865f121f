// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.rules.load;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A condition as it is parsed, put together of what was written in several places, which knows for
 * each of its characters where that was.
 */
final class ConditionText {
    private final String text;
    private final List<Piece> pieces;

    /**
     * A run of characters.
     *
     * @param from the first one in the condition
     * @param origin what it was written in, or null for what stands between such runs
     * @param index the first one in the origin
     * @param same whether the characters are those of the origin, or stand for one that is there
     */
    private record Piece(int from, @Nullable Scalar origin, int index, boolean same) {
        /** Which character of the origin a character of the condition is, or stands for. */
        int indexOf(int at) {
            return same ? index + Math.max(0, at - from) : index;
        }

        Piece at(int at, int newFrom) {
            return new Piece(newFrom, origin, indexOf(at), same);
        }
    }

    private ConditionText(String text, List<Piece> pieces) {
        this.text = text;
        this.pieces = pieces;
    }

    /** The parts of a condition with blanks between them. */
    static ConditionText of(List<Scalar> parts) {
        Builder builder = new Builder();
        for (Scalar part : parts) {
            if (builder.length() > 0) {
                builder.put(" ");
            }
            builder.put(part);
        }
        return builder.build();
    }

    String text() {
        return text;
    }

    /** What a character was written in, or else what was written next to it. */
    @Nullable Scalar origin(int at) {
        Piece piece = written(at);
        return piece == null ? null : piece.origin();
    }

    /** Where in the file of its origin a character was written. */
    int offset(int at) {
        Piece piece = written(at);
        Scalar origin = piece == null ? null : piece.origin();
        return piece == null || origin == null ? 0 : origin.offset(piece.indexOf(at));
    }

    /** How many of the characters from one on were written as they stand, one behind the other. */
    int length(int from, int to) {
        int number = last(from);
        if (number < 0 || !pieces.get(number).same()) {
            return 1;
        }
        boolean isLast = number + 1 == pieces.size();
        int end = isLast ? text.length() : pieces.get(number + 1).from();
        return Math.max(1, Math.min(to, end) - from);
    }

    /** The number of the last piece that begins at a character or before it, or -1. */
    private int last(int at) {
        int low = 0;
        int high = pieces.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (pieces.get(middle).from() <= at) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low - 1;
    }

    private @Nullable Piece written(int at) {
        int number = last(at);
        for (int before = number; before >= 0; before--) {
            if (pieces.get(before).origin() != null) {
                return pieces.get(before);
            }
        }
        for (int behind = number + 1; behind < pieces.size(); behind++) {
            if (pieces.get(behind).origin() != null) {
                return pieces.get(behind);
            }
        }
        return null;
    }

    /** Puts a condition together. */
    static final class Builder {
        private final StringBuilder text = new StringBuilder();
        private final List<Piece> pieces = new ArrayList<>();

        int length() {
            return text.length();
        }

        /** Adds what was written nowhere. */
        Builder put(String between) {
            pieces.add(new Piece(text.length(), null, 0, false));
            text.append(between);
            return this;
        }

        /** Adds what was written somewhere, as it stands. */
        Builder put(Scalar written) {
            pieces.add(new Piece(text.length(), written, 0, true));
            text.append(written.value());
            return this;
        }

        /** Adds something in the place of what was written. */
        Builder put(String instead, Scalar written) {
            pieces.add(new Piece(text.length(), written, 0, false));
            text.append(instead);
            return this;
        }

        /** Adds some characters of another condition. */
        Builder put(ConditionText other, int from, int to) {
            if (from == to) {
                return this;
            }
            int number = Math.max(0, other.last(from));
            pieces.add(other.pieces.get(number).at(from, text.length()));
            for (int i = number + 1; i < other.pieces.size(); i++) {
                Piece piece = other.pieces.get(i);
                if (piece.from() >= to) {
                    break;
                }
                pieces.add(piece.at(piece.from(), text.length() + piece.from() - from));
            }
            text.append(other.text, from, to);
            return this;
        }

        /** Adds something in the place of what stands at a character of another condition. */
        Builder put(String instead, ConditionText other, int at) {
            Piece piece = other.written(at);
            if (piece != null) {
                pieces.add(new Piece(text.length(), piece.origin(), piece.indexOf(at), false));
            }
            text.append(instead);
            return this;
        }

        /** Takes a comma at the end away, with the blanks around it. */
        boolean dropComma() {
            int end = text.length();
            while (end > 0 && Lists.isBlank(text.charAt(end - 1))) {
                end--;
            }
            if (end == 0 || text.charAt(end - 1) != ',') {
                return false;
            }
            text.setLength(end - 1);
            while (!pieces.isEmpty() && pieces.getLast().from() > text.length()) {
                pieces.removeLast();
            }
            return true;
        }

        ConditionText build() {
            return new ConditionText(text.toString(), List.copyOf(pieces));
        }
    }
}

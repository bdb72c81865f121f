// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.engine.state;

import java.util.ArrayList;
import java.util.List;

/**
 * One component of a cgroup's path, as {@code container-paths.tsv} describes its rows. Matching
 * allocates nothing. Immutable.
 */
final class PathPattern {
    private static final int HEX_DIGITS = 64;
    private static final int ANY_BYTE = -1;

    private final List<Piece> pieces;

    /** How many bytes all pieces take together whose lengths do not vary. */
    private final int fixed;

    /** The byte that every match begins with, or {@link #ANY_BYTE}: it rules most rows out. */
    private final int first;

    private enum Kind {
        TEXT,
        HEX,
        NUMBER,
        NAME,
        ESCAPED,
        ANY
    }

    private record Piece(Kind kind, byte[] text) {
        int fixed() {
            return kind == Kind.TEXT ? text.length : kind == Kind.HEX ? HEX_DIGITS : 0;
        }

        boolean isFlexible() {
            return kind == Kind.NAME || kind == Kind.ESCAPED || kind == Kind.ANY;
        }
    }

    private PathPattern(List<Piece> pieces) {
        this.pieces = List.copyOf(pieces);
        this.fixed = pieces.stream().mapToInt(Piece::fixed).sum();
        this.first = pieces.getFirst().kind == Kind.TEXT ? pieces.getFirst().text[0] : ANY_BYTE;
        if (pieces.stream().filter(Piece::isFlexible).count() > 1) {
            throw new IllegalArgumentException("two pieces of any length in " + pieces);
        }
    }

    static PathPattern compile(String text) {
        List<Piece> pieces = new ArrayList<>();
        int at = 0;
        while (at < text.length()) {
            if (text.charAt(at) == '*') {
                pieces.add(new Piece(Kind.ANY, Bytes.EMPTY));
                at++;
            } else if (text.charAt(at) == '{') {
                int end = text.indexOf('}', at);
                pieces.add(new Piece(kind(text.substring(at + 1, end)), Bytes.EMPTY));
                at = end + 1;
            } else {
                int end = at;
                while (end < text.length() && text.charAt(end) != '*' && text.charAt(end) != '{') {
                    end++;
                }
                pieces.add(new Piece(Kind.TEXT, Bytes.ascii(text.substring(at, end))));
                at = end;
            }
        }
        return new PathPattern(pieces);
    }

    private static Kind kind(String word) {
        return switch (word) {
            case "hex" -> Kind.HEX;
            case "number" -> Kind.NUMBER;
            case "name" -> Kind.NAME;
            case "escaped" -> Kind.ESCAPED;
            default -> throw new IllegalArgumentException("no piece is called " + word);
        };
    }

    /** Whether the id stands escaped in the component. */
    boolean isEscaped() {
        return pieces.stream().anyMatch(piece -> piece.kind == Kind.ESCAPED);
    }

    /**
     * Matches a whole component.
     *
     * @return where the id begins in the upper half and ends in the lower one, -1 for no match; the
     *     component itself where the pattern has no id
     */
    long match(byte[] text, int from, int to) {
        if (to - from < fixed || (first != ANY_BYTE && text[from] != first)) {
            return -1;
        }
        int at = from;
        int left = fixed;
        long id = place(from, to);
        for (int i = 0; i < pieces.size(); i++) {
            Piece piece = pieces.get(i);
            left -= piece.fixed();
            int end =
                    switch (piece.kind) {
                        case TEXT -> at + piece.text.length;
                        case HEX -> at + HEX_DIGITS;
                        case NUMBER -> endOfNumber(text, at, to);
                        case NAME, ESCAPED, ANY -> to - left;
                    };
            if (end > to || !matches(piece, text, at, end)) {
                return -1;
            }
            if (piece.kind != Kind.TEXT && piece.kind != Kind.NUMBER && piece.kind != Kind.ANY) {
                id = place(at, end);
            }
            at = end;
        }
        return at == to ? id : -1;
    }

    private static boolean matches(Piece piece, byte[] text, int from, int to) {
        return switch (piece.kind) {
            case TEXT -> Bytes.startsWith(text, from, piece.text);
            case HEX -> ContainerKey.isHex(text, from, to);
            case NUMBER, NAME, ESCAPED -> to > from;
            case ANY -> true;
        };
    }

    private static int endOfNumber(byte[] text, int at, int to) {
        int end = at;
        while (end < to && text[end] >= '0' && text[end] <= '9') {
            end++;
        }
        return end;
    }

    private static long place(int from, int to) {
        return (long) from << 32 | to;
    }
}

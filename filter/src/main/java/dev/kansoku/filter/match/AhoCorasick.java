// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.filter.match;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;

/**
 * Whether a value holds any of several texts, in one pass over it: the automaton of Aho and
 * Corasick (Efficient string matching, 1975) with all its failure links followed beforehand. Bytes
 * that no text has share one column of the table.
 *
 * <pre>
 *   state * columns + column of the byte  ->  next state, or ACCEPTED
 * </pre>
 */
final class AhoCorasick extends BytesPredicate {
    private static final int ACCEPTED = -1;

    private final char[] columnOf = new char[256];
    private final int columns;
    private final int[] next;
    private final boolean matchesAll;

    AhoCorasick(List<byte[]> texts, boolean anyCase) {
        boolean empty = false;
        int states = 1;
        int count = 1;
        for (byte[] text : texts) {
            empty |= text.length == 0;
            states += text.length;
            for (byte raw : text) {
                int b = (anyCase ? lower(raw) : raw) & 0xff;
                if (columnOf[b] == 0) {
                    columnOf[b] = (char) count++;
                }
            }
        }
        if (anyCase) {
            for (int capital = 'A'; capital <= 'Z'; capital++) {
                columnOf[capital] = columnOf[capital + 'a' - 'A'];
            }
        }
        this.matchesAll = empty;
        this.columns = count;
        int[] table = new int[states * columns];
        int used = 1;
        for (byte[] text : texts) {
            used = add(text, anyCase, table, used);
        }
        this.next = Arrays.copyOf(table, used * columns);
        followFailures();
    }

    /** Adds a path from the root; how many states there are then. */
    private int add(byte[] text, boolean anyCase, int[] table, int used) {
        int state = 0;
        for (int i = 0; i < text.length; i++) {
            int at = state * columns + column(anyCase ? lower(text[i]) : text[i]);
            if (table[at] == ACCEPTED) {
                return used;
            }
            if (i == text.length - 1) {
                table[at] = ACCEPTED;
            } else if (table[at] == 0) {
                table[at] = used++;
            }
            state = table[at];
        }
        return used;
    }

    /** Breadth first, so that what a state fails to is complete before the state itself. */
    private void followFailures() {
        int[] failure = new int[next.length / columns];
        Queue<Integer> open = new ArrayDeque<>();
        open.add(0);
        while (!open.isEmpty()) {
            int state = open.remove();
            for (int column = 0; column < columns; column++) {
                int at = state * columns + column;
                int onFailure = state == 0 ? 0 : next[failure[state] * columns + column];
                if (next[at] > 0 && onFailure != ACCEPTED) {
                    failure[next[at]] = onFailure;
                    open.add(next[at]);
                } else if (next[at] != ACCEPTED) {
                    next[at] = onFailure;
                }
            }
        }
    }

    private int column(byte b) {
        return columnOf[b & 0xff];
    }

    @Override
    public boolean test(byte[] bytes, int offset, int length) {
        int end = offset + length;
        int state = 0;
        for (int i = offset; i < end; i++) {
            state = next[state * columns + columnOf[bytes[i] & 0xff]];
            if (state < 0) {
                return true;
            }
        }
        return matchesAll;
    }
}

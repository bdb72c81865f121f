// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.filter.value;

import dev.kansoku.filter.field.Extractor;
import dev.kansoku.filter.field.FieldValue;
import java.util.Arrays;
import java.util.List;

/**
 * Reads a list of arguments as getopt(3) does, short options only. The list ends with the first
 * argument that is no option, or with {@code --}; long options are skipped.
 *
 * <p>All options: each option's letter, and behind it its argument where it has one; {@code ?} for
 * a letter that is none of the options, an empty text for an option whose argument is missing. One
 * option: its argument where it takes one (empty where that is missing), else its letter, of the
 * last time that it was given; no value where it was not.
 */
final class OptionExtractor<C> implements Extractor<C> {
    private static final byte[] UNKNOWN = {'?'};
    private static final byte[] EMPTY = {};

    private final Taken<C> arguments;
    private final Taken<C> options;
    private final List<Taken<C>> wanted;

    /** By letter: whether it is an option, and whether it takes an argument. */
    private final boolean[] known = new boolean[256];

    private final boolean[] takesArgument = new boolean[256];
    private int letter;
    private byte[] lastBytes = EMPTY;
    private int lastOffset;
    private int lastLength;

    /**
     * @param inputs the arguments, the options as getopt(3) has them, and, for one option, its
     *     letter
     */
    OptionExtractor(List<Taken<C>> inputs) {
        this.arguments = inputs.get(0);
        this.options = inputs.get(1);
        this.wanted = inputs.subList(2, inputs.size());
    }

    @Override
    public boolean extract(C context, FieldValue out) {
        if (!options.take(context) || !arguments.take(context)) {
            return false;
        }
        readOptions(options.value());
        letter = -1;
        lastLength = -1;
        if (!wanted.isEmpty()) {
            Taken<C> one = wanted.getFirst();
            if (!one.take(context) || one.value().length(0) == 0) {
                return false;
            }
            letter = one.value().bytes(0)[one.value().offset(0)] & 0xff;
        }
        FieldValue argv = arguments.value();
        int next = 0;
        while (next < argv.size()) {
            int length = argv.length(next);
            byte[] bytes = argv.bytes(next);
            int from = argv.offset(next);
            if (length < 2 || bytes[from] != '-') {
                break;
            }
            if (bytes[from + 1] == '-') {
                if (length == 2) {
                    break;
                }
                next++;
            } else {
                next = cluster(argv, next, out);
            }
        }
        if (letter >= 0) {
            if (lastLength < 0) {
                return false;
            }
            out.bytes(lastBytes, lastOffset, lastLength);
        }
        return true;
    }

    private void readOptions(FieldValue value) {
        Arrays.fill(known, false);
        Arrays.fill(takesArgument, false);
        byte[] bytes = value.bytes(0);
        int end = value.offset(0) + value.length(0);
        for (int i = value.offset(0); i < end; i++) {
            int option = bytes[i] & 0xff;
            if (option != ':') {
                known[option] = true;
                takesArgument[option] |= i + 1 < end && bytes[i + 1] == ':';
            }
        }
    }

    /** Reads the options that stand in one argument; returns which argument comes next. */
    private int cluster(FieldValue argv, int index, FieldValue out) {
        byte[] bytes = argv.bytes(index);
        int end = argv.offset(index) + argv.length(index);
        for (int i = argv.offset(index) + 1; i < end; i++) {
            int option = bytes[i] & 0xff;
            if (!known[option]) {
                if (letter < 0) {
                    out.bytes(UNKNOWN);
                }
            } else if (!takesArgument[option]) {
                give(option, bytes, i, 1, out);
            } else if (i + 1 < end) {
                letter(option, bytes, i, out);
                give(option, bytes, i + 1, end - i - 1, out);
                return index + 1;
            } else if (index + 1 < argv.size()) {
                letter(option, bytes, i, out);
                give(
                        option,
                        argv.bytes(index + 1),
                        argv.offset(index + 1),
                        argv.length(index + 1),
                        out);
                return index + 2;
            } else {
                give(option, EMPTY, 0, 0, out);
            }
        }
        return index + 1;
    }

    /** Gives the letter of an option with an argument, where all options are wanted. */
    private void letter(int option, byte[] bytes, int at, FieldValue out) {
        if (letter < 0) {
            give(option, bytes, at, 1, out);
        }
    }

    private void give(int option, byte[] bytes, int offset, int length, FieldValue out) {
        if (letter < 0) {
            out.bytes(bytes, offset, length);
        } else if (letter == option) {
            lastBytes = bytes;
            lastOffset = offset;
            lastLength = length;
        }
    }
}

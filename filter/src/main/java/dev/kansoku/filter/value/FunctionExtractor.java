package dev.kansoku.filter.value;

import dev.kansoku.event.TextBuffer;
import dev.kansoku.filter.field.Extractor;
import dev.kansoku.filter.field.FieldType;
import dev.kansoku.filter.field.FieldValue;
import dev.kansoku.filter.match.Base64Text;
import dev.kansoku.filter.match.BytesPredicate;
import dev.kansoku.filter.syntax.Function;

/**
 * Makes something of another extractor's values.
 *
 * @param <C> what values are taken from
 */
public final class FunctionExtractor<C> implements Extractor<C> {
    private final Function function;
    private final Extractor<C> inner;
    private final FieldType innerType;
    private final boolean list;
    private final FieldValue value = new FieldValue();
    private final TextBuffer made = new TextBuffer();
    private int[] ends = new int[4];

    public FunctionExtractor(
            Function function, Extractor<C> inner, FieldType innerType, boolean list) {
        this.function = function;
        this.inner = inner;
        this.innerType = innerType;
        this.list = list;
    }

    @Override
    public boolean extract(C context, FieldValue out) {
        value.begin(innerType);
        if (!inner.extract(context, value)) {
            return false;
        }
        if (function == Function.LEN) {
            if (list) {
                out.number(value.size());
            } else {
                out.number(value.size() == 0 ? 0 : value.length(0));
            }
            return true;
        }
        if (function == Function.BASENAME) {
            for (int i = 0; i < value.size(); i++) {
                baseName(value.bytes(i), value.offset(i), value.length(i), out);
            }
            return true;
        }
        return makeAll(out);
    }

    /** The values are added when all are written, since the buffer may move as it grows. */
    private boolean makeAll(FieldValue out) {
        made.clear();
        if (ends.length < value.size()) {
            ends = new int[value.size() * 2];
        }
        for (int i = 0; i < value.size(); i++) {
            if (!make(value.bytes(i), value.offset(i), value.length(i))) {
                return false;
            }
            ends[i] = made.length();
        }
        for (int i = 0, from = 0; i < value.size(); from = ends[i++]) {
            out.bytes(made.bytes(), from, ends[i] - from);
        }
        return true;
    }

    private boolean make(byte[] bytes, int offset, int length) {
        if (function == Function.B64) {
            return Base64Text.decode(bytes, offset, length, made);
        }
        for (int i = offset; i < offset + length; i++) {
            byte b = bytes[i];
            if (function == Function.TOLOWER) {
                b = BytesPredicate.lower(b);
            } else if (b >= 'a' && b <= 'z') {
                b -= 'a' - 'A';
            }
            made.put(b);
        }
        return true;
    }

    private static void baseName(byte[] bytes, int offset, int length, FieldValue out) {
        int from = offset + length;
        while (from > offset && bytes[from - 1] != '/') {
            from--;
        }
        out.bytes(bytes, from, offset + length - from);
    }
}

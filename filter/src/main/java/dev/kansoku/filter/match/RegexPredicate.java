package dev.kansoku.filter.match;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import java.util.Arrays;

/**
 * An RE2 expression that has to match the whole text. Its library matches whole arrays, so each
 * test copies the text: the one test that allocates.
 */
public final class RegexPredicate extends BytesPredicate {
    private static final byte[] NONE = {};

    private final Matcher matcher;

    public RegexPredicate(Pattern pattern) {
        this.matcher = pattern.matcher(NONE);
    }

    @Override
    public boolean test(byte[] bytes, int offset, int length) {
        matcher.reset(Arrays.copyOfRange(bytes, offset, offset + length));
        return matcher.matches();
    }
}

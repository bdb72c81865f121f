// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.filter.match;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import java.util.Arrays;

/**
 * An RE2 expression. Its library matches whole arrays, so each test copies the text: the one test
 * that allocates.
 */
final class RegexPredicate extends BytesPredicate {
    private static final byte[] NONE = {};

    private final Matcher matcher;
    private final boolean whole;

    /**
     * @param whole whether the expression has to match the whole text
     */
    RegexPredicate(String expression, boolean whole) {
        this.matcher = Pattern.compile(expression).matcher(NONE);
        this.whole = whole;
    }

    @Override
    public boolean test(byte[] bytes, int offset, int length) {
        matcher.reset(Arrays.copyOfRange(bytes, offset, offset + length));
        return whole ? matcher.matches() : matcher.find();
    }
}

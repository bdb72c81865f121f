// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.filter.syntax;

/** An expression has a part that the other dialect cannot write; the message names it. */
public final class UntranslatableException extends Exception {
    private static final long serialVersionUID = 1L;

    UntranslatableException(String what) {
        super(what);
    }

    /** A part that has no form in the other dialect. */
    public static UntranslatableException of(String what) {
        return new UntranslatableException(what);
    }
}

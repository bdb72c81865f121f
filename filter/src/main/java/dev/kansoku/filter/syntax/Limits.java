// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.filter.syntax;

/**
 * How large a filter may be. What is larger is refused with a message, so that nothing that is
 * typed or read from a file takes the stack or the memory of whoever reads it.
 */
public final class Limits {
    /** The longest filter, in characters, after its macros were put in. */
    public static final int TEXT = 64 * 1024;

    /** The longest condition of a rule, after its lists were put in. */
    public static final int RULE_TEXT = 4 * 1024 * 1024;

    /** The most values in one list. */
    public static final int LIST = 65_536;

    /** How deep brackets, functions and {@code not} may be nested where nothing else is said. */
    public static final int NESTING = 100;

    /** The longest name of a field, with what is taken for its argument. */
    public static final int NAME = 256;

    /** The most calculations and slices in one comparison. */
    public static final int CALCULATIONS = 100;

    /** How deep one macro may stand for another. */
    public static final int MACRO_DEPTH = 32;

    /** The most macros in one file. */
    public static final int MACROS = 4096;

    /** The most parameters of one macro. */
    public static final int MACRO_PARAMETERS = 32;

    private Limits() {}
}

// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.filter.field;

/** A field's argument is missing, not allowed, or unknown. */
public final class FieldArgumentException extends Exception {
    private static final long serialVersionUID = 1L;

    public FieldArgumentException(String message) {
        super(message);
    }
}

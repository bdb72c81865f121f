// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.report;

/** A report cannot be made: an argument of it is missing or wrong. */
public final class ReportException extends Exception {
    private static final long serialVersionUID = 1L;

    public ReportException(String message) {
        super(message);
    }
}

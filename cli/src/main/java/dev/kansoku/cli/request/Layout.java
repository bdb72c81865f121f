// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.cli.request;

/** What a printed event looks like. */
public sealed interface Layout {
    /** A line of text with {@code %field} in it. */
    record Text(String format) implements Layout {}

    /** The fields of such a line as a JSON object. */
    record Json(String format) implements Layout {}

    /** Comma-separated values, below a line with the fields' names. */
    record Csv(String fields) implements Layout {}

    /** Tab-separated values, below a line with the fields' names. */
    record Tsv(String fields) implements Layout {}
}

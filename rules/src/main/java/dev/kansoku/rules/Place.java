// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.rules;

/**
 * Where something stands in a file.
 *
 * @param file as the user wrote it
 * @param line from 1 on
 * @param column from 1 on
 */
public record Place(String file, int line, int column) {
    @Override
    public String toString() {
        return file + ":" + line + ":" + column;
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.lua;

import java.util.List;

/**
 * What a chisel says of itself.
 *
 * @param name the file's, without its ending
 * @param description in sentences
 * @param summary in a few words
 * @param hidden whether it is meant for other scripts alone
 */
public record ChiselDescription(
        String name,
        String description,
        String summary,
        String category,
        boolean hidden,
        List<ChiselArgument> arguments) {
    public ChiselDescription {
        arguments = List.copyOf(arguments);
    }
}

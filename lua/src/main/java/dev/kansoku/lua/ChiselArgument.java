// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.lua;

/**
 * An argument of a chisel, as the script declares it.
 *
 * @param type such as {@code int} or {@code filter}
 */
public record ChiselArgument(String name, String description, String type, boolean optional) {}

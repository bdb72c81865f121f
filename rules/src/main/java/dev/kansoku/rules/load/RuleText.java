// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.rules.load;

/**
 * A rule file in memory.
 *
 * @param name what messages call it: its path where it has one
 * @param text YAML
 */
public record RuleText(String name, String text) {}

// SPDX-License-Identifier: Apache-2.0
/**
 * Rule files, read and made ready to be matched: Falco's language of rules, macros, lists and
 * exceptions, and what is wrong with them, where it stands.
 *
 * <p>{@link RuleLoader} is the way in. Files become nodes ({@code YamlText}), nodes become items
 * that later ones add to or replace ({@code ItemReader}, {@code Items}), and items become rules
 * once all are known ({@code RuleSetCompiler}). A condition keeps for each of its characters the
 * place in the file that it came from ({@code ConditionText}), whatever lists, exceptions and
 * appended parts it was put together of. The language is described in {@code docs/rules.md}.
 */
@NullMarked
package dev.kansoku.rules.load;

import org.jspecify.annotations.NullMarked;

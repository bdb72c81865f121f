// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.rules;

/**
 * What is recorded around a match.
 *
 * @param beforeNanos how much of what came before it
 * @param afterNanos how much of what comes after it
 */
public record RuleCapture(long beforeNanos, long afterNanos) {}

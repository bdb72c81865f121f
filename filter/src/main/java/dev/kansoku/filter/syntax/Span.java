// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.filter.syntax;

/**
 * Where something stands in the text of a filter: {@code from} inclusive, {@code to} exclusive, in
 * characters.
 */
public record Span(int from, int to) {}

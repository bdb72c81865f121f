// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.rules.config;

/** What a setting's value is. */
public enum SettingKind {
    /** {@code true} or {@code false}. */
    FLAG,
    /** A whole number within bounds. */
    INTEGER,
    /** A number within bounds. */
    NUMBER,
    /** Any text. */
    TEXT,
    /** A list of texts; one alone stands for a list of it. */
    WORDS,
    /** One of some words, in any case. */
    CHOICE,
    /** A span of time with its unit: {@code 10ms}, {@code 5s}, {@code 1m30s}, {@code 2h}. */
    SPAN,
    /** A number of bytes, which may end in K, M or G. */
    SIZE,
    /** An IP address and a port with a colon between. */
    ADDRESS,
    /** Names with texts. */
    TEXTS,
    /** A list of sections with settings of their own. */
    SECTIONS
}

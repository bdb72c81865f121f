package dev.kansoku.event;

/**
 * The symbol tables of flags and enumerations, read once from {@code symbols.tsv}, and the names of
 * errors and signals.
 */
public final class Symbols {
    private Symbols() {}
}

package dev.kansoku.engine.state;

/** The empty text, once. */
final class Bytes {
    static final byte[] EMPTY = new byte[0];

    private Bytes() {}
}

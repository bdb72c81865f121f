// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.containers.grpc;

/**
 * The header in front of each frame of HTTP/2 (RFC 9113). Big endian.
 *
 * <pre>
 *   0        3      4       5            9
 *  +--------+------+-------+------------+---------
 *  | length | type | flags | stream id  | payload
 *  +--------+------+-------+------------+---------
 * </pre>
 */
final class Frame {
    static final int SIZE = 9;

    /** The longest payload that is sent or taken: what a peer may send that was told nothing. */
    static final int LONGEST = 16_384;

    static final int DATA = 0;
    static final int HEADERS = 1;
    static final int RESET = 3;
    static final int SETTINGS = 4;
    static final int PUSH_PROMISE = 5;
    static final int PING = 6;
    static final int GO_AWAY = 7;
    static final int WINDOW_UPDATE = 8;
    static final int CONTINUATION = 9;

    /** Flags: of data and headers, of settings and pings, and of headers. */
    static final int END_STREAM = 0x1;

    static final int ACKNOWLEDGED = 0x1;
    static final int END_HEADERS = 0x4;
    static final int PADDED = 0x8;
    static final int PRIORITY = 0x20;

    /** Settings by their numbers. */
    static final int HEADER_TABLE_SIZE = 1;

    static final int ENABLE_PUSH = 2;
    static final int INITIAL_WINDOW_SIZE = 4;
    static final int MAX_HEADER_LIST_SIZE = 6;

    /** Bytes of priority in front of a block of headers that has it. */
    static final int PRIORITY_SIZE = 5;

    private Frame() {}
}

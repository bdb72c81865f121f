// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.scap;

/**
 * The types of a capture's blocks. Each block is framed alike, little endian:
 *
 * <pre>
 *   0      4        8                        n-4       n
 *  +------+--------+------------------------+---------+
 *  | type | length | body, padded to 4      | length  |   length counts all of it
 *  +------+--------+------------------------+---------+
 * </pre>
 */
final class BlockType {
    static final int SECTION = 0x0A0D0D0A;
    static final int MACHINE = 0x201;
    static final int MACHINE_OLD = 0x8002ABCD;
    static final int PROCESSES_V1 = 0x202;
    static final int PROCESSES_V1_OLD = 0x8000ABCD;
    static final int PROCESSES_V2 = 0x207;
    static final int PROCESSES_V2_OLD = 0x8013ABCD;
    static final int PROCESSES_V3 = 0x209;
    static final int PROCESSES_V3_OLD = 0x8014ABCD;
    static final int PROCESSES_V4 = 0x210;
    static final int PROCESSES_V9 = 0x215;
    static final int FDS_V1 = 0x203;
    static final int FDS_V1_OLD = 0x8001ABCD;
    static final int FDS_V2 = 0x218;
    static final int EVENT_V1 = 0x204;
    static final int EVENT_V1_OLD = 0x8010ABCD;
    static final int EVENT_V2 = 0x216;
    static final int EVENT_V2_LARGE = 0x221;
    static final int FLAGGED_EVENT_V1 = 0x208;
    static final int FLAGGED_EVENT_V2 = 0x217;
    static final int FLAGGED_EVENT_V2_LARGE = 0x222;
    static final int INTERFACES_V1 = 0x205;
    static final int INTERFACES_V1_OLD = 0x8011ABCD;
    static final int INTERFACES_V2 = 0x219;
    static final int USERS_V1 = 0x206;
    static final int USERS_V1_OLD = 0x8012ABCD;
    static final int USERS_V2 = 0x220;

    /** Type and length in front of a body. */
    static final int HEADER = 8;

    /** The length behind it. */
    static final int TRAILER = 4;

    private BlockType() {}

    static boolean isEvent(int type) {
        return switch (type) {
            case EVENT_V1,
                    EVENT_V1_OLD,
                    EVENT_V2,
                    EVENT_V2_LARGE,
                    FLAGGED_EVENT_V1,
                    FLAGGED_EVENT_V2,
                    FLAGGED_EVENT_V2_LARGE ->
                    true;
            default -> false;
        };
    }

    /** For an event block: whether its events have the header without a parameter count. */
    static boolean isFirstGeneration(int type) {
        return type == EVENT_V1 || type == EVENT_V1_OLD || type == FLAGGED_EVENT_V1;
    }

    /** For an event block: whether flags follow the CPU's number. */
    static boolean hasFlags(int type) {
        return type == FLAGGED_EVENT_V2
                || type == FLAGGED_EVENT_V1
                || type == FLAGGED_EVENT_V2_LARGE;
    }

    /** The version of a process list, 1 to 9; 0 for any other block. */
    static int processListVersion(int type) {
        return switch (type) {
            case PROCESSES_V1, PROCESSES_V1_OLD -> 1;
            case PROCESSES_V2, PROCESSES_V2_OLD -> 2;
            case PROCESSES_V3, PROCESSES_V3_OLD -> 3;
            default -> type >= PROCESSES_V4 && type <= PROCESSES_V9 ? 4 + type - PROCESSES_V4 : 0;
        };
    }

    /** Whether this is a block of start tables that this reader knows. */
    static boolean isKnownStartTable(int type) {
        return switch (type) {
            case SECTION,
                    MACHINE,
                    MACHINE_OLD,
                    FDS_V1,
                    FDS_V1_OLD,
                    FDS_V2,
                    INTERFACES_V1,
                    INTERFACES_V1_OLD,
                    INTERFACES_V2,
                    USERS_V1,
                    USERS_V1_OLD,
                    USERS_V2 ->
                    true;
            default -> processListVersion(type) != 0;
        };
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.scap;

import dev.kansoku.event.start.GroupEntry;
import dev.kansoku.event.start.InterfaceEntry;
import dev.kansoku.event.start.MachineEntry;
import dev.kansoku.event.start.StartListener;
import dev.kansoku.event.start.UserEntry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * Reads the start tables of a capture, in each of their versions, and hands them on entry by entry.
 */
final class StartTables {
    private static final int HOSTNAME_SIZE = 128;
    private static final int SMALLEST_INTERFACE = 4;
    private static final int SMALLEST_USER = 1 + 4 + 2;

    static final int INTERFACE_IPV4 = 1;
    static final int INTERFACE_IPV6 = 2;
    private static final int INTERFACE_IPV4_NO_SPEED = 3;
    private static final int INTERFACE_IPV6_NO_SPEED = 4;

    static final int USER = 0;
    static final int GROUP = 1;

    private StartTables() {}

    /** Reads a body of this type; one that is not known is skipped. */
    static void read(int type, BlockBody body, StartListener to)
            throws TornBlockException, IOException {
        switch (type) {
            case BlockType.MACHINE, BlockType.MACHINE_OLD -> machine(body, to);
            case BlockType.FDS_V1, BlockType.FDS_V1_OLD -> FdList.read(body, false, to);
            case BlockType.FDS_V2 -> FdList.read(body, true, to);
            case BlockType.INTERFACES_V1, BlockType.INTERFACES_V1_OLD ->
                    interfaces(body, false, to);
            case BlockType.INTERFACES_V2 -> interfaces(body, true, to);
            case BlockType.USERS_V1, BlockType.USERS_V1_OLD -> users(body, false, to);
            case BlockType.USERS_V2 -> users(body, true, to);
            default -> {
                int version = BlockType.processListVersion(type);
                if (version != 0) {
                    ProcessList.read(body, version, to);
                }
            }
        }
        body.skipRest();
    }

    private static void machine(BlockBody body, StartListener to)
            throws TornBlockException, IOException {
        int cpus = body.i32();
        long memory = body.u64();
        long maxPid = body.u64();
        byte[] hostname = body.bytes((int) Math.min(HOSTNAME_SIZE, body.remaining()));
        int length = 0;
        while (length < hostname.length && hostname[length] != 0) {
            length++;
        }
        String name = new String(hostname, 0, length, StandardCharsets.UTF_8);
        long boot = body.has(8) ? body.u64() : 0;
        to.machine(new MachineEntry(cpus, memory, maxPid, name, boot));
    }

    private static void interfaces(BlockBody body, boolean sized, StartListener to)
            throws TornBlockException, IOException {
        while (body.has(SMALLEST_INTERFACE)) {
            if (sized) {
                body.enter(body.u32());
            }
            int type = body.u16();
            int nameLength = body.u16();
            int width =
                    switch (type) {
                        case INTERFACE_IPV4, INTERFACE_IPV4_NO_SPEED -> 4;
                        case INTERFACE_IPV6, INTERFACE_IPV6_NO_SPEED -> 16;
                        default -> 0;
                    };
            if (width != 0) {
                byte[] address = body.bytes(width);
                byte[] netmask = body.bytes(width);
                byte[] broadcast = body.bytes(width);
                boolean hasSpeed = type == INTERFACE_IPV4 || type == INTERFACE_IPV6;
                long speed = hasSpeed ? body.u64() : 0;
                String name = new String(body.bytes(nameLength), StandardCharsets.UTF_8);
                to.networkInterface(new InterfaceEntry(name, address, netmask, broadcast, speed));
            } else if (!sized) {
                throw new TornBlockException("an interface of unknown type " + type);
            }
            if (sized) {
                body.leave();
            }
        }
    }

    private static void users(BlockBody body, boolean sized, StartListener to)
            throws TornBlockException, IOException {
        while (body.has(sized ? 4 + SMALLEST_USER : SMALLEST_USER)) {
            if (sized) {
                body.enter(body.u32() - 4);
            }
            int type = body.u8();
            if (type == USER) {
                to.user(
                        new UserEntry(
                                body.u32(), body.u32(), body.text(), body.text(), body.text()));
            } else if (type == GROUP) {
                to.group(new GroupEntry(body.u32(), body.text()));
            } else if (!sized) {
                throw new TornBlockException("a user entry of unknown type " + type);
            }
            if (sized) {
                body.leave();
            }
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.engine.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kansoku.event.TextBuffer;
import dev.kansoku.event.start.FdType;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a million open fds take. */
class FdMemoryTest {
    private static final int TABLES = 30_000;
    private static final int FDS = 34;
    private static final long MOST = 130L << 20;

    private final SharedTexts texts = new SharedTexts(8192);
    private final SocketNames names = new SocketNames(texts);
    private final Endpoints endpoints = new Endpoints(texts);
    private final TextBuffer out = new TextBuffer();

    /**
     * In each process: a third are files of its own, a quarter are files that others have open too,
     * a fifth are connections, the rest are pipes, unix sockets and such.
     */
    @Test
    void aMillionFdsFitIn130Megabytes() {
        FdBudget budget = new FdBudget(StateLimits.DEFAULT);
        List<FdTable> tables = new ArrayList<>(TABLES);
        long before = live();
        for (int process = 0; process < TABLES; process++) {
            FdTable table = new FdTable(budget);
            for (int number = 0; number < FDS; number++) {
                assertThat(table.put(number, fd(process, number))).isTrue();
            }
            tables.add(table);
        }
        long taken = live() - before;
        System.out.printf(
                "%,d fds in %,d tables take %.1f MB%n", TABLES * FDS, TABLES, taken / 1e6);
        assertThat(tables).hasSize(TABLES);
        assertThat(taken).isBetween(40L << 20, MOST);
    }

    private FdState fd(int process, int number) {
        FdState fd = new FdState();
        fd.inode = number;
        if (number < 12) {
            fd.type = FdType.FILE_V2;
            out.clear().put("/var/lib/service/").decimal(process).put("/data-").decimal(number);
            fd.name = texts.of(out);
        } else if (number < 20) {
            fd.type = FdType.FILE_V2;
            fd.name = texts.of(out.clear().put("/usr/lib/common/lib-").decimal(number));
        } else if (number < 27) {
            int[] peer = {10, process >> 8 & 0xff, process & 0xff, number};
            fd.type = FdType.IPV4_SOCKET;
            endpoints.update(fd, Scene.inet(new int[] {10, 0, 0, 1}, 443, peer, process), true);
            fd.name = names.of(fd);
        } else {
            fd.type = number % 2 == 0 ? FdType.FIFO : FdType.UNIX_SOCKET;
            if (number % 2 != 0) {
                fd.detail(new FdDetail.Unix(process, number));
            }
        }
        return fd;
    }

    private static long live() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.event;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SymbolsTest {
    private final TextBuffer out = new TextBuffer(4);

    @Test
    void holdsEverySymbolOfEveryTableOnce() {
        Set<String> seen = new HashSet<>();
        int rows = 0;
        String previous = "";
        for (String[] row : TableFile.rows("symbols.tsv", 3)) {
            rows++;
            if (!row[0].equals(previous)) {
                assertThat(seen.add(row[0])).as("rows of %s stand together", row[0]).isTrue();
                previous = row[0];
            }
            assertThat(Long.parseLong(row[2])).isBetween(0L, 0xffffffffL);
        }
        assertThat(rows).isEqualTo(606 + 149 + 31);
        assertThat(Symbols.tables()).hasSize(57).containsKeys("file_flags", "errors", "signals");
        assertThat(Symbols.table("file_flags").size()).isEqualTo(19);
        assertThat(Symbols.table("file_flags").name()).isEqualTo("file_flags");
        assertThatThrownBy(() -> Symbols.table("nonsense"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("nonsense");
    }

    @Test
    void writesFlagsInTheOrderOfTheirTable() {
        assertThat(flags("file_flags", 4097)).isEqualTo("O_RDONLY|O_CLOEXEC");
        assertThat(flags("file_flags", 3)).isEqualTo("O_RDWR");
        assertThat(flags("file_flags", 2 + 4 + 8)).isEqualTo("O_APPEND|O_CREAT|O_WRONLY");
        assertThat(flags("file_flags", 0)).isEqualTo("O_NONE");
        assertThat(flags("prot_flags", 3)).isEqualTo("PROT_READ|PROT_WRITE");
        assertThat(flags("mmap_flags", 0)).isEmpty();
        assertThat(flags("access_flags", 6)).isEqualTo("R_OK|W_OK");
        assertThat(flags("mount_flags", 0x80000001L)).isEqualTo("RDONLY|NOUSER");
    }

    @Test
    void saysWhetherAnyFlagWasWritten() {
        assertThat(Symbols.table("unlinkat_flags").appendFlags(0x8000_0000L, out)).isFalse();
        assertThat(out.isEmpty()).isTrue();
        assertThat(Symbols.table("unlinkat_flags").appendFlags(0x200, out)).isTrue();
    }

    @Test
    void writesEveryNameOfAnEnumerationsValue() {
        assertThat(enumerated("socket_families", 1)).isEqualTo("AF_LOCAL|AF_UNIX");
        assertThat(enumerated("socket_families", 2)).isEqualTo("AF_INET");
        assertThat(enumerated("socket_families", 16)).isEqualTo("AF_ROUTE|AF_NETLINK");
        assertThat(enumerated("lseek_whence", 0)).isEqualTo("SEEK_SET");
        assertThat(enumerated("lseek_whence", 9)).isEmpty();
    }

    @Test
    void findsOneSymbolAndItsValue() {
        SymbolTable families = Symbols.table("socket_families");
        assertThat(families.symbol(10)).isEqualTo("AF_INET6".getBytes(US_ASCII));
        assertThat(families.symbol(-1)).isNull();
        assertThat(families.value("AF_UNIX")).isEqualTo(1);
        assertThat(families.value("AF_NONSENSE")).isEqualTo(-1);
    }

    @Test
    void namesErrorsOfTheKernelToo() {
        assertThat(text(Symbols.errorName(1))).isEqualTo("EPERM");
        assertThat(text(Symbols.errorName(2))).isEqualTo("ENOENT");
        assertThat(text(Symbols.errorName(115))).isEqualTo("EINPROGRESS");
        assertThat(text(Symbols.errorName(133))).isEqualTo("EHWPOISON");
        assertThat(text(Symbols.errorName(512))).isEqualTo("ERESTARTSYS");
        assertThat(text(Symbols.errorName(516))).isEqualTo("ERESTART_RESTARTBLOCK");
        for (long number : new long[] {Long.MIN_VALUE, -2, 0, 41, 134, 531, Long.MAX_VALUE}) {
            assertThat(Symbols.errorName(number)).as("error %d", number).isNull();
        }
        assertThat(Symbols.errorNumber("ENOENT")).isEqualTo(2);
        assertThat(Symbols.errorNumber("EJUKEBOX")).isEqualTo(528);
        assertThat(Symbols.errorNumber("ENONSENSE")).isEqualTo(-1);
    }

    @Test
    void namesThe31Signals() {
        assertThat(text(Symbols.signalName(10))).isEqualTo("SIGUSR1");
        assertThat(text(Symbols.signalName(31))).isEqualTo("SIGSYS");
        assertThat(Symbols.signalName(0)).isNull();
        assertThat(Symbols.signalName(32)).isNull();
        assertThat(Symbols.signalNumber("SIGKILL")).isEqualTo(9);
        assertThat(Symbols.signalNumber("KILL")).isEqualTo(-1);
    }

    @Test
    void namesTheSystemCallsOfGenericEvents() {
        assertThat(Symbols.syscallCount()).isEqualTo(454);
        assertThat(text(Symbols.syscallName(3))).isEqualTo("read");
        assertThat(text(Symbols.syscallName(453))).isEqualTo("rseq_slice_yield");
        assertThat(Symbols.syscallName(454)).isNull();
        assertThat(Symbols.syscallName(-1)).isNull();
    }

    @Test
    void namesAnEventByItsTypeOrItsCall() {
        EventBuilder builder = new EventBuilder();
        Event event = new Event();
        builder.begin(4, 1, 2).number(3).finish(event);
        assertThat(text(Symbols.typeName(event))).isEqualTo("close");
        builder.begin(1, 1, 2).number(3).number(0).finish(event);
        assertThat(text(Symbols.typeName(event))).isEqualTo("read");
        builder.begin(0, 1, 2).number(0).number(221).finish(event);
        assertThat(text(Symbols.typeName(event))).isEqualTo("fadvise64");
        builder.begin(0, 1, 2).number(0).number(60_000).finish(event);
        assertThat(text(Symbols.typeName(event))).isEqualTo("unknown");
        builder.begin(1, 1, 2, 1).number(60_000).finish(event);
        assertThat(text(Symbols.typeName(event))).isEqualTo("unknown");
    }

    private String flags(String table, long value) {
        Symbols.table(table).appendFlags(value, out.clear());
        return out.toString();
    }

    private String enumerated(String table, long value) {
        Symbols.table(table).appendEnum(value, out.clear());
        return out.toString();
    }

    private static String text(byte[] name) {
        return new String(name, US_ASCII);
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.capture.bpf;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kansoku.capture.Detail;
import dev.kansoku.capture.symbols.KernelSymbols;
import dev.kansoku.capture.symbols.UserSymbols;
import dev.kansoku.event.TextBuffer;
import dev.kansoku.event.Truth;
import dev.kansoku.ffi.Mapping;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class SideDetailTest {
    private final SideDetail detail = new SideDetail(new KernelSymbols(), new UserSymbols());
    private final ByteBuffer side = ByteBuffer.allocate(1 << 16).order(ByteOrder.LITTLE_ENDIAN);

    @Test
    void bitsStandInTheOrderOfTheKernelSide() throws IOException {
        String source = Files.readString(Path.of("src/main/bpf/control.h"));
        int bit = 1;
        for (Detail each : Detail.values()) {
            String word = each.name().replace("_STACK", "");
            assertThat(source).contains("SIDE_" + word + " = " + bit);
            bit <<= 1;
        }
    }

    @Test
    void nothingBesideAnEventIsNothingKnown() {
        move();

        assertThat(detail.latency()).isEqualTo(-1);
        assertThat(detail.userStack(new TextBuffer())).isFalse();
        assertThat(detail.kernelStack(new TextBuffer())).isFalse();
    }

    @Test
    void framesAreShownFromTheOutermostOnWithTheFileOfEach() {
        side.putLong(1234).putInt(0).putInt(4).putLong(0).putLong(-1);
        frame(0x5010, 0x5000, 2, "/usr/lib/lib;c.so");
        frame(0x5020, 0x5000, 2, "");
        frame(0x7030, 0, 0, "");
        frame(0x9040, 0x9000, 0, "/bin/tool");
        move();

        String page = Long.toHexString(2L * Mapping.pageSize() + 0x20);
        assertThat(detail.latency()).isEqualTo(1234);
        assertThat(userStack())
                .isEqualTo("tool+0x40;0x7030;lib_c.so+0x" + page + ";lib_c.so+0x" + page(0x10));
    }

    @Test
    void countsAndLengthsThatDoNotFitAreCutOff() {
        side.putLong(5).putInt(Integer.MAX_VALUE).putInt(-1).putLong(0).putLong(-1);
        move();
        assertThat(detail.kernelStack(new TextBuffer())).isFalse();
        assertThat(detail.userStack(new TextBuffer())).isFalse();

        side.clear().putLong(5).putInt(0).putInt(9).putLong(0).putLong(-1);
        frame(0x5010, 0x5000, 0, "/bin/tool");
        side.putLong(1).putLong(1).putLong(1).putLong(1).putShort((short) 0xffff).put((byte) 1);
        move();
        assertThat(userStack()).isEqualTo("tool+0x10");
    }

    @Test
    void anObjectStandsBeforeTheFrames() {
        side.putLong(5).putInt(0).putInt(1).putInt(3).putInt(5).putLong(-1);
        side.put(bytes("/etc\0"));
        frame(0x5010, 0x5000, 0, "/bin/tool");
        move();

        assertThat(object()).isEqualTo("/etc");
        assertThat(detail.truth()).isEqualTo(Truth.CHANGED);
        assertThat(userStack()).isEqualTo("tool+0x10");
    }

    @Test
    void nothingIsSaidOfObjectsThatWereNotCompared() {
        side.putLong(5).putInt(0).putInt(0).putInt(0).putInt(0).putLong(-1);
        move();
        assertThat(detail.truth()).isEqualTo(Truth.UNKNOWN);
        assertThat(detail.object(new TextBuffer())).isFalse();

        side.clear().putLong(5).putInt(0).putInt(0).putInt(1).putInt(-1);
        side.putLong(-1).put(bytes("/x"));
        move();
        assertThat(detail.truth()).isEqualTo(Truth.SAME);
        assertThat(object()).isEqualTo("/x");
    }

    @Test
    void queuesThatNobodySawAreNotEmpty() {
        move();
        assertThat(detail.receiveQueue()).isEqualTo(-1);

        side.putLong(5).putLong(0).putLong(0).putInt(-1).putInt(-1);
        move();
        assertThat(detail.receiveQueue()).isEqualTo(-1);
        assertThat(detail.sendQueue()).isEqualTo(-1);

        side.clear().putLong(5).putLong(0).putLong(0).putInt(0).putInt(-2);
        move();
        assertThat(detail.receiveQueue()).isZero();
        assertThat(detail.sendQueue()).isEqualTo(4_294_967_294L);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private String object() {
        TextBuffer out = new TextBuffer();
        assertThat(detail.object(out)).isTrue();
        return out.toString();
    }

    private static String page(long offset) {
        return Long.toHexString(2L * Mapping.pageSize() + offset);
    }

    private void frame(long address, long start, long page, String path) {
        byte[] bytes = path.getBytes(StandardCharsets.US_ASCII);
        side.putLong(address).putLong(start).putLong(page).putLong(1);
        side.putShort((short) bytes.length);
        side.put(bytes);
    }

    private void move() {
        detail.move(side.array(), 0, side.position(), -1);
    }

    private String userStack() {
        TextBuffer out = new TextBuffer();
        assertThat(detail.userStack(out)).isTrue();
        return out.toString();
    }
}

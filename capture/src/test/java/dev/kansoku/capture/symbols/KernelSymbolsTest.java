// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.capture.symbols;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kansoku.event.TextBuffer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KernelSymbolsTest {
    @TempDir Path folder;

    @Test
    void namesAnAddressByTheFunctionThatItLiesIn() throws IOException {
        KernelSymbols symbols =
                symbols(
                        """
                        ffffffff81000100 T second
                        ffffffff81000000 t first
                        ffffffff81000080 d data
                        ffffffffc0000000 t last\t[module]
                        """);

        assertThat(name(symbols, 0xffffffff81000000L)).isEqualTo("first+0x0");
        assertThat(name(symbols, 0xffffffff810000ffL)).isEqualTo("first+0xff");
        assertThat(name(symbols, 0xffffffff81000110L)).isEqualTo("second+0x10");
        assertThat(name(symbols, 0xffffffffc0000004L)).isEqualTo("last+0x4");
        assertThat(name(symbols, 0xffffffff80ffffffL)).isEqualTo("0xffffffff80ffffff");
        assertThat(name(symbols, 0xffffffffd0000000L)).isEqualTo("0xffffffffd0000000");
    }

    @Test
    void knowsTheFunctionsOfTheObservingItself() throws IOException {
        KernelSymbols symbols =
                symbols(
                        """
                        ffffffff81000000 T vfs_write
                        ffffffffc0000000 t bpf_prog_6deef7357e7b4530_call_exit\t[bpf]
                        """);

        assertThat(symbols.isProbe(0xffffffffc0000004L)).isTrue();
        assertThat(symbols.isProbe(0xffffffff81000004L)).isFalse();
    }

    @Test
    void showsAddressesWhereTheKernelHidesItsOwn() throws IOException {
        KernelSymbols hidden = symbols("0000000000000000 T vfs_write\n");
        KernelSymbols absent = new KernelSymbols(folder.resolve("absent"));

        assertThat(name(hidden, 0xffffffff81000000L)).isEqualTo("0xffffffff81000000");
        assertThat(name(absent, 0xffffffff81000000L)).isEqualTo("0xffffffff81000000");
    }

    @Test
    void passesOverLinesOfAnotherForm() throws IOException {
        byte[] longName = new byte[100_000];
        Arrays.fill(longName, (byte) 'x');
        KernelSymbols symbols =
                symbols(
                        "\n T\nzz T odd\n11112222333344445 T wide\nffffffff81000000 T \n"
                                + "ffffffff81000100 T a;b\nffffffff81000200 T "
                                + new String(longName, StandardCharsets.US_ASCII));

        assertThat(name(symbols, 0xffffffff81000000L)).startsWith("0x");
        assertThat(name(symbols, 0xffffffff81000101L)).isEqualTo("a+0x1");
        assertThat(name(symbols, 0xffffffff81000201L)).hasSizeLessThan(520).startsWith("xxx");
    }

    private KernelSymbols symbols(String text) throws IOException {
        return new KernelSymbols(Files.writeString(folder.resolve("kallsyms"), text));
    }

    private static String name(KernelSymbols symbols, long address) {
        TextBuffer out = new TextBuffer();
        symbols.write(address, out);
        return out.toString();
    }
}

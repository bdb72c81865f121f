// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.containers.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HeaderBlockTest {
    private static Map<String, String> read(String hex) throws IOException {
        byte[] bytes = HexFormat.of().parseHex(hex);
        Map<String, String> fields = new HashMap<>();
        HeaderBlock.read(bytes, 0, bytes.length, fields);
        return fields;
    }

    /** The examples of RFC 7541, appendix C. */
    @ParameterizedTest
    @CsvSource({
        "f1e3c2e5f23a6ba0ab90f4ff, www.example.com",
        "a8eb10649cbf, no-cache",
        "25a849e95ba97d7f, custom-key",
        "6402, 302",
        "aec3771a4b, private",
        "9d29ad171863c78f0b97c8e9ae82ae43d3, https://www.example.com"
    })
    void decodesHuffmansCode(String hex, String text) throws IOException {
        byte[] bytes = HexFormat.of().parseHex(hex);
        assertThat(Huffman.decode(bytes, 0, bytes.length)).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ff", "ffffffff", "fffffffc", "0000", "64"})
    void refusesWhatIsNoHuffmanCode(String hex) {
        byte[] bytes = HexFormat.of().parseHex(hex);
        assertThatThrownBy(() -> Huffman.decode(bytes, 0, bytes.length))
                .isInstanceOf(IOException.class);
    }

    @Test
    void keepsTheStatusAndTheFieldsOfGrpc() throws IOException {
        assertThat(read("885f106170706c69636174696f6e2f67727063"))
                .isEqualTo(Map.of(":status", "200"));
    }

    @Test
    void readsAStatusThatTheTableHasNot() throws IOException {
        assertThat(read("4803353033")).isEqualTo(Map.of(":status", "503"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"80", "be", "7f80808080", "00", "000561", "0001", "7fffffff"})
    void refusesWhatBreaksOffOrRefersToNothing(String hex) {
        assertThatThrownBy(() -> read(hex)).isInstanceOf(IOException.class);
    }

    @Test
    void writesWhatItReads() throws IOException {
        byte[] block =
                HeaderBlock.request(
                        "/a.B/C", Map.of("grpc-long", "x".repeat(300), "grpc-short", "y"));
        Map<String, String> fields = new HashMap<>();
        HeaderBlock.read(block, 0, block.length, fields);
        assertThat(fields)
                .containsEntry("grpc-long", "x".repeat(300))
                .containsEntry("grpc-short", "y");
        assertThat(new String(block, StandardCharsets.ISO_8859_1))
                .contains("/a.B/C", "te\btrailers");
    }
}

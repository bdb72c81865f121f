// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.filter.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kansoku.event.TextBuffer;
import dev.kansoku.filter.TestFields;
import dev.kansoku.filter.syntax.FilterException;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DelimitedFormatTest {
    private final Map<String, Object> event = new HashMap<>();

    @Test
    void beginsWithTheNamesAsTheyAreWritten() throws FilterException {
        TextBuffer out = new TextBuffer();
        String fields = "evt.num, proc.aname[2],evt.arg[\"a,b\"],tolower(fd.name),evt.arg.fd";
        csv(fields).header(out);
        assertThat(out)
                .hasToString(
                        "evt.num,proc.aname[2],\"evt.arg[\"\"a,b\"\"]\",tolower(fd.name),"
                                + "evt.arg.fd");
        tsv(fields).header(out.clear());
        assertThat(out)
                .hasToString(
                        "evt.num\tproc.aname[2]\tevt.arg[\"a,b\"]\ttolower(fd.name)\tevt.arg.fd");
    }

    @Test
    void writesNumbersBareAndMissingValuesEmpty() throws FilterException {
        event.put("evt.num", 7L);
        event.put("evt.rawres", -2L);
        event.put("evt.failed", true);
        event.put("evt.rawtime", 1_795_300_628_000_000_001L);
        event.put("evt.reltime.ns", 1042L);
        event.put("fd.dev", 0xfe00L);
        event.put("proc.cpu", 2.25);
        event.put("evt.rawarg[x]", -5L);
        event.put("fd.sip", new byte[] {10, 0, 0, 1});
        String fields =
                "evt.num,evt.rawres,fd.name,evt.failed,evt.rawtime,evt.reltime.ns,fd.dev,proc.cpu,"
                        + "evt.rawarg[x],fd.sip,proc.name";
        assertThat(row(csv(fields)))
                .isEqualTo("7,-2,,true,1795300628000000001,1042,FE00,2.25,-5,10.0.0.1,");
        assertThat(row(tsv(fields)))
                .isEqualTo("7\t-2\t\ttrue\t1795300628000000001\t1042\tFE00\t2.25\t-5\t10.0.0.1\t");
        event.put("proc.cpu", Double.NaN);
        assertThat(row(csv("proc.cpu,evt.num"))).isEqualTo(",7");
    }

    @Test
    void quotesWhatWouldEndACellOfCsv() throws FilterException {
        assertThat(csvCell("a,b")).isEqualTo("\"a,b\"");
        assertThat(csvCell("say \"hi\"")).isEqualTo("\"say \"\"hi\"\"\"");
        assertThat(csvCell("")).isEqualTo("\"\"");
        assertThat(csvCell("a b;c'd\\e")).isEqualTo("a b;c'd\\e");
        assertThat(csvCell("a\nb,\r\tc")).isEqualTo("\"a\\nb,\\r\\tc\"");
        assertThat(csvCell("é\u001b[1m\u009b")).isEqualTo("é\\x1B[1m\\xC2\\x9B");
    }

    @Test
    void escapesWhatWouldEndACellOfTsv() throws FilterException {
        assertThat(tsvCell("a\tb\nc\rd\\e")).isEqualTo("a\\tb\\nc\\rd\\\\e");
        assertThat(tsvCell("a,\"b\" =c")).isEqualTo("a,\"b\" =c");
        assertThat(tsvCell("")).isEmpty();
        assertThat(tsvCell("é\u0007")).isEqualTo("é\\x07");
    }

    @Test
    void noTextIsAFormulaInASpreadsheet() throws FilterException {
        assertThat(csvCell("=HYPERLINK(\"http://x\",1)"))
                .isEqualTo("\"'=HYPERLINK(\"\"http://x\"\",1)\"");
        assertThat(csvCell("=cmd|' /C calc'!A0")).isEqualTo("'=cmd|' /C calc'!A0");
        assertThat(csvCell("+1")).isEqualTo("'+1");
        assertThat(csvCell("-la")).isEqualTo("'-la");
        assertThat(csvCell("@SUM(A1)")).isEqualTo("'@SUM(A1)");
        assertThat(csvCell("  =1")).isEqualTo("'  =1");
        assertThat(csvCell("'=1")).isEqualTo("''=1");
        assertThat(csvCell("＝1")).isEqualTo("'＝1");
        assertThat(csvCell("＠x")).isEqualTo("'＠x");
        assertThat(csvCell("\t=1")).isEqualTo("\\t=1");
        assertThat(csvCell("a=1")).isEqualTo("a=1");
        assertThat(csvCell("＊")).isEqualTo("＊");
        event.put("evt.buffer", new byte[] {'=', 'A', '1', 0});
        event.put("evt.rawarg[x]", "=A1");
        assertThat(row(csv("evt.buffer,evt.rawarg[x],toupper(evt.arg.y)")))
                .isEqualTo("'=A1.,'=A1,");
    }

    @Test
    void writesAListAsAJsonArray() throws FilterException {
        event.put("fd.types", List.of("ipv4", "a\"b\n"));
        event.put("fd.port", List.of(80L, 443L));
        event.put("proc.aname", List.of());
        assertThat(row(csv("fd.types,fd.port,proc.aname")))
                .isEqualTo("\"[\"\"ipv4\"\",\"\"a\\\"\"b\\n\"\"]\",\"[80,443]\",[]");
        assertThat(row(tsv("fd.types,fd.port")))
                .isEqualTo("[\"ipv4\",\"a\\\\\"b\\\\n\"]\t[80,443]");
    }

    @Test
    void anyBytesAreHadAgainFromTsvAndStayOneCellOfCsv() throws FilterException {
        Random random = new Random(5);
        DelimitedFormat<Map<String, Object>> csv = csv("proc.name,evt.num");
        DelimitedFormat<Map<String, Object>> tsv = tsv("proc.name,evt.num");
        TextBuffer out = new TextBuffer();
        byte[] likely = "\"',=\\\n\t\r+- ".getBytes(StandardCharsets.US_ASCII);
        event.put("evt.num", 1L);
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = new byte[random.nextInt(24)];
            random.nextBytes(bytes);
            for (int j = 0; j < bytes.length; j += 1 + random.nextInt(3)) {
                bytes[j] = likely[random.nextInt(likely.length)];
            }
            event.put("proc.name", bytes);
            tsv.write(event, out.clear());
            String[] cells = out.toString().split("\t", -1);
            assertThat(cells).hasSize(2);
            assertThat(cells[0].chars()).noneMatch(Character::isISOControl);
            assertThat(unescaped(cells[0])).isEqualTo(bytes);
            csv.write(event, out.clear());
            assertThat(out.toString().chars()).noneMatch(Character::isISOControl);
            List<String> read = readCsv(out.toString());
            assertThat(read).hasSize(2);
            assertThat(read.getFirst()).doesNotMatch(" *[=+@-].*");
            assertThat(read.getLast()).isEqualTo("1");
        }
    }

    @Test
    void marksWhatIsWrongInTheFields() {
        assertThatThrownBy(() -> csv("evt.num,proc.nmae"))
                .isInstanceOfSatisfying(
                        FilterException.class,
                        e -> assertThat(e.where().from()).isEqualTo("evt.num,".length()))
                .hasMessage("no field \"proc.nmae\"");
        assertThatThrownBy(() -> csv("evt.num proc.name"))
                .hasMessage("expected a comma between fields");
        assertThatThrownBy(() -> csv("evt.num,")).hasMessage("expected a field");
        assertThatThrownBy(() -> csv("%evt.num")).hasMessage("expected a field");
        assertThatThrownBy(() -> csv("")).hasMessage("expected a field");
        assertThatThrownBy(() -> csv("proc.name-evt.num"))
                .hasMessage("no field \"proc.name-evt.num\"");
    }

    private static DelimitedFormat<Map<String, Object>> csv(String fields) throws FilterException {
        return DelimitedFormat.csv(fields, new TestFields(), new TestFields());
    }

    private static DelimitedFormat<Map<String, Object>> tsv(String fields) throws FilterException {
        return DelimitedFormat.tsv(fields, new TestFields(), new TestFields());
    }

    private String row(DelimitedFormat<Map<String, Object>> format) {
        TextBuffer out = new TextBuffer();
        format.write(event, out);
        return out.toString();
    }

    private String csvCell(String text) throws FilterException {
        event.put("proc.name", text);
        return row(csv("proc.name"));
    }

    private String tsvCell(String text) throws FilterException {
        event.put("proc.name", text);
        return row(tsv("proc.name"));
    }

    private static byte[] unescaped(String cell) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] bytes = cell.getBytes(StandardCharsets.UTF_8);
        int at = 0;
        while (at < bytes.length) {
            if (bytes[at] != '\\') {
                out.write(bytes[at++]);
                continue;
            }
            switch (bytes[at + 1]) {
                case 't' -> out.write('\t');
                case 'n' -> out.write('\n');
                case 'r' -> out.write('\r');
                case 'x' -> {
                    String hex = new String(bytes, at + 2, 2, StandardCharsets.US_ASCII);
                    out.write(Integer.parseInt(hex, 16));
                    at += 2;
                }
                default -> out.write(bytes[at + 1]);
            }
            at += 2;
        }
        return out.toByteArray();
    }

    /** Reads one line as RFC 4180 has it. */
    private static List<String> readCsv(String line) {
        List<String> cells = new ArrayList<>();
        StringBuilder cell = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == '"' && quoted && i + 1 < line.length() && line.charAt(i + 1) == '"') {
                cell.append(c);
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (c == ',' && !quoted) {
                cells.add(cell.toString());
                cell.setLength(0);
            } else {
                cell.append(c);
            }
        }
        cells.add(cell.toString());
        return cells;
    }
}

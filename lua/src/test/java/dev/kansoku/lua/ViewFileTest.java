// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.lua;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kansoku.engine.fields.EngineFields;
import dev.kansoku.engine.fields.FieldOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Views are read into records, and what is wrong with them is said. */
class ViewFileTest {
    /** Its table goes by another name, which keeps it out of sight. */
    private static final String EMPTY = "v_cpus.lua";

    @TempDir Path folder;

    private View read(String text) throws IOException, LuaException {
        return ViewFile.read(Files.writeString(folder.resolve("mine.lua"), text));
    }

    @Test
    void readsColumnsAndActions() throws IOException, LuaException {
        View view =
                read(
                        """
                        view_info = {
                            id = "opens", name = "Opens", tags = {"Default"}, view_type = "list",
                            filter = "evt.type=openat", applies_to = {"", "proc.pid"}, is_root = true,
                            columns = {
                                {name = "NA", field = "fd.name", is_key = true},
                                {name = "COUNT", field = "evt.count", colsize = 8, aggregation = "SUM"},
                            },
                            actions = {{hotkey = "9", command = "kill -9 %proc.pid", ask_confirmation = true}},
                        }
                        """);
        assertThat(view.type()).isEqualTo(View.Type.LIST);
        assertThat(view.isRoot()).isTrue();
        assertThat(view.appliesTo()).containsExactly("", "proc.pid");
        assertThat(view.columns()).extracting(View.Column::isKey).containsExactly(true, false);
        assertThat(view.columns().getLast().aggregation()).isEqualTo(View.Aggregation.SUM);
        assertThat(view.columns().getLast().width()).isEqualTo(8);
        assertThat(view.actions())
                .containsExactly(new View.Action('9', "kill -9 %proc.pid", "", true));
    }

    @Test
    void saysWhatIsWrong() throws IOException, LuaException {
        assertThatThrownBy(() -> read("x = 1")).hasMessageContaining("mine is no view");
        assertThatThrownBy(() -> read("view_info = {id = 'a', name = 'b', view_type = 'pie'}"))
                .hasMessage("mine: there is no view_type pie");
        View view =
                read(
                        "view_info = {id = 'a', name = 'b', columns = {{name = 'C', field ="
                                + " 'proc.nmae'}}}");
        assertThat(ViewFile.complaints(view, new EngineFields(FieldOptions.text())))
                .containsExactly("a: column C: no field \"proc.nmae\"");
    }

    @Test
    void thePublicViewsLoad() throws IOException, LuaException {
        String chisels = System.getProperty("kansoku.chisels");
        Assumptions.assumeTrue(chisels != null, "no kansoku.chisels: public views are not tried");
        int views = 0;
        int complete = 0;
        try (Stream<Path> files = Files.list(Path.of(chisels))) {
            for (Path file : files.sorted().toList()) {
                boolean view =
                        file.getFileName().toString().startsWith("v_")
                                && Files.readString(file, StandardCharsets.ISO_8859_1)
                                        .contains("view_info");
                if (view && !file.endsWith(EMPTY)) {
                    views++;
                    List<String> complaints =
                            ViewFile.complaints(
                                    ViewFile.read(file), new EngineFields(FieldOptions.text()));
                    complete += complaints.isEmpty() ? 1 : 0;
                    complaints.forEach(System.out::println);
                }
            }
        }
        System.out.printf("public views: %d load, %d of them with known fields%n", views, complete);
        assertThat(views).isPositive();
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kansoku.filter.Filter;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class ReportTableTest {
    private static final List<String> CHISELS =
            List.of(
                    "httplog httptop memcachelog spectrogram subsecoffset topcontainers_cpu",
                    "topprocs_cpu topcontainers_error topfiles_errors topprocs_errors echo_fds",
                    "fdbytes_by fdcount_by fdtime_by iobytes iobytes_file spy_file stderr stdin",
                    "stdout topcontainers_file topfiles_bytes topfiles_time topprocs_file",
                    "udp_extract spy_logs spy_syslog around iobytes_net spy_ip spy_port topconns",
                    "topcontainers_net topports_server topprocs_net bottlenecks fileslower",
                    "netlower scallslower flame proc_exec_time topscalls topscalls_time",
                    "list_login_shells shellshock_detect spy_users lscontainers lsof netstat ps");

    @Test
    void hasAllOfTheFamilysNames() {
        List<String> names = List.of(String.join(" ", CHISELS).split(" ", -1));
        assertThat(ReportTable.builtIn().all())
                .extracting(ReportDefinition::name)
                .containsAll(names)
                .contains("errors", "syscalls", "startup", "dns", "listen", "tree")
                .contains("diff", "explain");
    }

    @Test
    void everyReportCanBeMadeAsTextAndAsJson() throws Exception {
        for (ReportSetting.Form form : ReportSetting.Form.values()) {
            ReportMaker maker = new ReportMaker(Goldens.setting(form));
            for (ReportDefinition definition : ReportTable.builtIn().all()) {
                if (List.of("diff", "around").contains(definition.kind())) {
                    continue; // runs of their own
                }
                PreparedReport report = maker.make(definition, given(definition));
                if (!report.filter().isEmpty()) {
                    assertThat(Filter.compile(report.filter(), Goldens.setting(form).text()))
                            .as(definition.name())
                            .isNotNull();
                }
            }
        }
    }

    private static List<String> given(ReportDefinition definition) {
        List<String> given = new ArrayList<>();
        for (ReportArgument argument : definition.arguments()) {
            if (argument.required()) {
                given.add(
                        switch (argument.kind()) {
                            case FIELD -> "proc.name";
                            case NUMBER -> "1";
                            case TEXT -> argument.name().equals("host_ip") ? "127.0.0.1" : "80";
                            case FILTER, FILE -> "80";
                        });
            }
        }
        return given;
    }

    @Test
    void anArgumentCannotEndTheFilterThatItIsPutInto() throws Exception {
        PreparedReport report =
                new ReportMaker(Goldens.setting(ReportSetting.Form.TEXT))
                        .make(definition("spy_file"), List.of("R", "a\" or proc.name!=\"b"));
        assertThat(report.filter()).startsWith("fd.name=\"a\\\" or proc.name!=\\\"b\" and");
    }

    @Test
    void saysWhichArgumentIsWrong() {
        ReportMaker maker = new ReportMaker(Goldens.setting(ReportSetting.Form.TEXT));
        assertThatThrownBy(() -> maker.make(definition("fileslower"), List.of("soon")))
                .isInstanceOf(ReportException.class)
                .hasMessage("report fileslower: min_ms is a number, not \"soon\"");
        assertThatThrownBy(() -> maker.make(definition("ps"), List.of("a", "b")))
                .isInstanceOf(ReportException.class)
                .hasMessageContaining("takes at most 1 arguments");
    }

    private static ReportDefinition definition(String name) {
        return Objects.requireNonNull(ReportTable.builtIn().find(name));
    }
}

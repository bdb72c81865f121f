// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** The reports that the family does not have, on real captures. */
class OwnReportsTest {
    private static Path capture(String name) {
        Path captures = Goldens.captures();
        Assumptions.assumeTrue(captures != null, "no ../shared: reports are not tried on captures");
        return captures.resolve(name);
    }

    private static String text(String capture, String report, String... arguments)
            throws Exception {
        return run(ReportSetting.Form.TEXT, capture, report, arguments);
    }

    private static String run(
            ReportSetting.Form form, String capture, String report, String... arguments)
            throws Exception {
        Goldens.Run run = new Goldens.Run(report, List.of(arguments), Goldens.setting(form), false);
        Goldens.show(capture(capture), List.of(run));
        return run.toString();
    }

    @Test
    void syscallsCountsCallsAndNotTheirEnters() throws Exception {
        assertThat(run(ReportSetting.Form.JSON, "web.scap.gz", "syscalls"))
                .contains("\"evt.type\":\"openat\",\"calls\":932,\"errors\":72,\"timed\":932");
    }

    @Test
    void errorsSaysWhyAndWhere() throws Exception {
        assertThat(text("shell.scap.gz", "errors"))
                .contains("connect           ENOENT (no such file or directory): /var/run/nscd");
    }

    @Test
    void listenKnowsSinceWhenAndUntilWhen() throws Exception {
        assertThat(text("web.scap.gz", "listen"))
                .contains(
                        "22:36:59.057682340  22:37:00.655550653  tcp    127.0.0.1:80"
                                + "                      labnginx (14015)");
    }

    @Test
    void treeShowsAWorkerBelowItsMaster() throws Exception {
        assertThat(text("web.scap.gz", "tree"))
                .containsPattern("\\.\\. \\+1\\.608s +14015 labnginx -p /srv/lab/nginx")
                .containsPattern("\\+0\\.011s \\.\\. \\+1\\.607s +14019 labnginx\n");
    }

    @Test
    void startupEndsWhereAServerListens() throws Exception {
        assertThat(text("web.scap.gz", "startup"))
                .contains("(14015): serves 127.0.0.1:80 after 6.80ms\n")
                .containsPattern("1\\.05KB +/srv/lab/nginx/nginx\\.conf\n");
    }

    @Test
    void dnsMeasuresTheAnswer() throws Exception {
        assertThat(text("curl_google.scap", "dns"))
                .contains("curl (17497) www.google.com AAAA NOERROR 11ms 2607:f8b0:4004:802::2004");
    }

    @Test
    void explainSpeaksOfFlagsAndErrors() throws Exception {
        assertThat(text("web.scap.gz", "explain", "994"))
                .contains("O_CLOEXEC: closed when another program is run")
                .contains("It failed with ENOENT: no such file or directory, after 2.00us.");
    }

    @Test
    void flameIsFoldedStacks() throws Exception {
        assertThat(text("web.scap.gz", "flame")).contains("labnginx;labnginx;IPC;eventfd2 6870\n");
    }

    @Test
    void exitOnlyCapturesHaveTheirReportsToo() throws Exception {
        assertThat(text("new-web.scap.gz", "topfiles_bytes")).contains("/nginx/logs/access.log");
        assertThat(text("new-web.scap.gz", "syscalls")).contains("  openat\n");
        assertThat(text("new-web.scap.gz", "httptop")).contains("127.0.0.1/fast");
    }
}

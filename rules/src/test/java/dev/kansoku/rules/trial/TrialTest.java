// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.rules.trial;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kansoku.engine.fields.EngineFields;
import dev.kansoku.engine.fields.FieldOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrialTest {
    private static final String RULES =
            """
            - rule: Shell under a server
              desc: A server started a shell.
              condition: evt.type = execve and evt.rawres = 0 and proc.name in (sh, bash) and proc.pname = nginx
              output: A shell (command=%proc.cmdline parent=%proc.pname container=%container.id uid=%user.uid)
              priority: WARNING
            - rule: Secret read
              desc: A secret was read.
              condition: evt.type in (open, openat) and evt.is_open_read = true and fd.name = /etc/secret and fd.num >= 0
              output: A secret was read (file=%fd.name by=%proc.exepath)
              priority: ERROR
            """;

    @TempDir Path folder;

    @BeforeEach
    void writeRules() throws IOException {
        Files.writeString(folder.resolve("shells.yaml"), RULES);
    }

    @Test
    void eventsByHandRunThroughStateRulesAndAlerts() throws IOException {
        TrialReport report =
                run(
                        """
                        processes:
                          server: {name: nginx, uid: 33}
                          shell: {name: sh, args: [-c, id], parent: server, uid: 33, container: 0123456789ab}
                        tests:
                          - test: a shell under the server is told of
                            events:
                              - {type: execve, process: shell}
                            alerts:
                              - rule: Shell under a server
                                count: 1
                                fields: {proc.cmdline: sh -c id, proc.pname: nginx, container.id: 0123456789ab, user.uid: 33}
                                output: command=sh -c id parent=nginx
                          - test: a shell under make is not
                            events:
                              - {type: execve, process: {name: sh, ancestors: [make, nginx]}}
                            alerts: []
                          - test: an exec that failed is not
                            events:
                              - {type: execve, process: shell, params: {res: ENOENT}}
                            alerts: []
                          - test: reading is told of, and a failed attempt is not
                            events:
                              - {type: openat, process: cat, params: {name: /etc/secret, flags: O_RDONLY, fd: 4}}
                              - {type: openat, process: cat, after: 2s, params: {name: /etc/secret, flags: O_RDONLY, fd: EACCES}}
                              - {type: openat, process: cat, params: {name: /etc/secret, flags: O_WRONLY|O_CREAT}}
                            alerts:
                              - {rule: Secret read, count: 1, fields: {proc.exepath: /usr/bin/cat}}
                        """);

        assertThat(report.lines())
                .containsExactly(
                        "ok   " + file() + ":5: a shell under the server is told of",
                        "ok   " + file() + ":13: a shell under make is not",
                        "ok   " + file() + ":17: an exec that failed is not",
                        "ok   " + file() + ":21: reading is told of, and a failed attempt is not",
                        "4 passed, 0 failed");
        assertThat(report.good()).isTrue();
    }

    @Test
    void saysWhatDiffers() throws IOException {
        TrialReport report =
                run(
                        """
                        tests:
                          - test: nothing happens
                            events:
                              - {type: close, process: cat, params: {fd: 3}}
                            alerts: [Secret read]
                          - test: more happens than is said
                            events: &reading
                              - {type: openat, process: cat, params: {name: /etc/secret, flags: O_RDONLY}}
                              - {type: openat, process: cat, params: {name: /etc/secret, flags: O_RDONLY}}
                            alerts: []
                          - test: it happens in another way
                            events: *reading
                            alerts:
                              - rule: Secret read
                                count: 1
                                fields: {proc.exepath: /bin/tac, proc.name: cat}
                                output: by=/bin/tac
                          - test: others do not matter
                            events: *reading
                            others: allowed
                            alerts: []
                          - test: a rule is misspelled
                            events: *reading
                            alerts: [Secret raed]
                        """);

        assertThat(report.lines())
                .containsExactly(
                        "FAIL " + file() + ":2: nothing happens",
                        "     no alert of \"Secret read\", expected one or more",
                        "FAIL " + file() + ":6: more happens than is said",
                        "     2 alerts of \"Secret read\", expected none: A secret was read"
                                + " (file=/etc/secret by=/usr/bin/cat)",
                        "FAIL " + file() + ":11: it happens in another way",
                        "     2 alerts of \"Secret read\", expected 1",
                        "     \"Secret read\" has proc.exepath=/usr/bin/cat, expected /bin/tac",
                        "     the output of \"Secret read\" does not name proc.name",
                        "     no alert of \"Secret read\" says \"by=/bin/tac\": A secret was read"
                                + " (file=/etc/secret by=/usr/bin/cat)",
                        "ok   " + file() + ":18: others do not matter",
                        "FAIL " + file() + ":22: a rule is misspelled",
                        "     "
                                + file()
                                + ":24:14: no rule \"Secret raed\", did you mean \"Secret read\"?",
                        "1 passed, 4 failed");
        assertThat(report.good()).isFalse();
    }

    @Test
    void saysWhereAFileIsWrong() throws IOException {
        assertThat(problem("tests: [{test: x, events: [{type: opneat, process: a}], alerts: []}]"))
                .isEqualTo(":1:35: no event \"opneat\", did you mean openat?");
        assertThat(
                        problem(
                                "tests: [{test: x, events: [{type: chdir, process: a, params: {pth:"
                                        + " /}}], alerts: []}]"))
                .isEqualTo(
                        ":1:68: no parameter \"pth\", did you mean path? (kansoku events chdir"
                                + " lists them)");
        assertThat(
                        problem(
                                "tests: [{test: x, events: [{type: kill, process: a, params: {sig:"
                                        + " SIGFOO}}], alerts: []}]"))
                .isEqualTo(":1:67: \"SIGFOO\" means nothing for sig, a sigtype");
        assertThat(problem("tests: [{test: x, events: [], alert: []}]"))
                .startsWith(":1:38: no key \"alert\", did you mean alerts? (known are test,");
        assertThat(problem("tests: [{test: x, alerts: []}]"))
                .isEqualTo(":1:9: a test has either a capture or events");
        assertThat(
                        problem(
                                "processes: {a: {parent: b}, b: {parent: a}}\n"
                                        + "tests: [{test: x, events: [{type: close, process: a}],"
                                        + " alerts: []}]"))
                .isEqualTo(":1:41: the process a descends from itself");
        assertThat(problem("tests: [")).startsWith(":1:");
        assertThat(problem("[".repeat(10_000))).startsWith(":1:31: nested more than");
        assertThat(problem("")).isEqualTo(":1:1: nothing stands in it");
        assertThat(
                        problem(
                                "tests: [{test: x, events: [{type: connect, process: a, params:"
                                        + " {addr: '1.2.3:1'}}], alerts: []}]"))
                .contains("is no address and port");
    }

    @Test
    void connectionsAndFdsOfProcessesAreKnown() throws IOException {
        Files.writeString(
                folder.resolve("shells.yaml"),
                """
                - rule: Wired
                  desc: A shell is wired to the network.
                  condition: evt.type = execve and proc.stdin.type = ipv4
                  output: wired (to=%proc.stdin.name caps=%thread.cap_effective)
                  priority: WARNING
                - rule: Out
                  desc: A connection to the world.
                  condition: evt.type = connect and evt.rawres = 0 and fd.rport = 4444 and fd.sip = 192.0.2.7
                  output: out (connection=%fd.name)
                  priority: WARNING
                """);

        TrialReport report =
                run(
                        """
                        tests:
                          - test: wired
                            events:
                              - type: execve
                                process: {name: sh, capabilities: [CAP_SYS_ADMIN], fds: {0: '10.0.0.1:40000->192.0.2.7:4444'}}
                            alerts:
                              - {rule: Wired, fields: {proc.stdin.name: '10.0.0.1:40000->192.0.2.7:4444', thread.cap_effective: CAP_SYS_ADMIN}}
                          - test: out
                            events:
                              - {type: socket, process: nc, params: {fd: 3, domain: AF_INET, type: 1, proto: 6}}
                              - {type: connect, process: nc, params: {fd: 3, tuple: '10.0.0.1:40000->192.0.2.7:4444', addr: '192.0.2.7:4444'}}
                            alerts:
                              - {rule: Out, count: 1}
                        """);

        assertThat(report.lines()).endsWith("2 passed, 0 failed");
    }

    @Test
    void rulesThatAreWrongAreTold() throws IOException {
        Files.writeString(
                folder.resolve("shells.yaml"), "- rule: x\n  condition: evt.type = opne\n");

        TrialReport report = run("tests: [{test: x, events: [], alerts: []}]");

        assertThat(report.lines()).hasSizeGreaterThan(2).first().isEqualTo("FAIL " + file());
        assertThat(report.good()).isFalse();
    }

    @Test
    void jsonSaysTheSame() throws IOException {
        TrialReport report =
                run(
                        "tests: [{test: x, events: [], alerts: []}, {test: y, events: [], alerts:"
                                + " [Secret read]}]");

        assertThat(report.json())
                .isEqualTo(
                        "{\"passed\":1,\"failed\":1,\"files\":[{\"file\":\""
                                + file()
                                + "\",\"problems\":[],\"tests\":[{\"test\":\"x\",\"line\":1,\"passed\":true,\"alerts\":0,\"differences\":[]},"
                                + "{\"test\":\"y\",\"line\":1,\"passed\":false,\"alerts\":0,\"differences\":[\"no"
                                + " alert of \\\"Secret read\\\", expected one or more\"]}]}]}");
    }

    @Test
    void aFolderWithoutTestsIsNotGood() {
        assertThat(suite().run(List.of(folder)).good()).isFalse();
    }

    private Path file() {
        return folder.resolve("shells.test.yaml");
    }

    private TrialReport run(String tests) throws IOException {
        Files.writeString(file(), tests);
        return suite().run(List.of(folder));
    }

    private String problem(String tests) throws IOException {
        TrialReport report = run(tests);
        assertThat(report.files()).hasSize(1);
        assertThat(report.files().getFirst().problems()).hasSize(1);
        return report.files().getFirst().problems().getFirst().replace(file().toString(), "");
    }

    private static TrialSuite suite() {
        return new TrialSuite(
                new EngineFields(FieldOptions.text().withNames(false)),
                new EngineFields(FieldOptions.json()));
    }
}

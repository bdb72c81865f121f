// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.engine.fields;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kansoku.engine.EventContext;
import dev.kansoku.engine.Pipeline;
import dev.kansoku.engine.source.EventSource;
import dev.kansoku.engine.source.Losses;
import dev.kansoku.event.Event;
import dev.kansoku.event.EventBuilder;
import dev.kansoku.event.EventTable;
import dev.kansoku.event.TextBuffer;
import dev.kansoku.event.start.ProcessEntry;
import dev.kansoku.event.start.StartListener;
import dev.kansoku.event.start.UserEntry;
import dev.kansoku.filter.format.JsonFormat;
import dev.kansoku.filter.format.TextFormat;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Fields of events made by hand: a process {@code cat} (7), child of a shell {@code sh} (5). */
class FieldExtractionTest {
    private static final long START = 1_795_300_628_317_407_140L;
    private static final int OPENAT_EXIT = code("openat", "dirfd");
    private static final int CLOSE_EXIT = 5;

    private final List<UnaryOperator<EventBuilder>> events = new ArrayList<>();
    private FieldOptions options = FieldOptions.text().withZone(ZoneOffset.UTC);

    @Test
    void showsWhatAnOpenCameTo() throws Exception {
        open(3, -100, "notes.txt", 1);
        open(-2, -100, "/etc/gone", 1);

        assertThat(
                        text(
                                "*%evt.type %evt.dir %evt.res %evt.rawres %evt.failed %fd.name"
                                        + " %fd.typechar %evt.is_open_read"))
                .containsExactly(
                        "openat < SUCCESS 3 false /home/ann/notes.txt f true",
                        "openat < ENOENT -2 true /etc/gone f true");
    }

    @Test
    void resolvesAPathRelativeToItsDirectory() throws Exception {
        open(3, -100, "/srv/data", 1);
        open(4, 3, "../x/y", 1);

        assertThat(text("*%fs.path.name %fs.path.nameraw %evt.abspath"))
                .containsExactly("/srv/data /srv/data /srv/data", "/srv/x/y ../x/y /srv/x/y");
    }

    @Test
    void showsTheProcessAndThoseAboveIt() throws Exception {
        close();

        assertThat(
                        text(
                                "*%proc.cmdline|%proc.pname|%proc.aname[1]|%proc.aname[2]"
                                        + "|%proc.apid[1]|%proc.loginshellid|%proc.args[1]"
                                        + "|%proc.env[HOME]|%user.name|%proc.cmdnargs"))
                .containsExactly("cat -n a b|sh|sh|<NA>|5|5|a b|/home/ann|ann|2");
    }

    @Test
    void findsTheContainerInTheCgroups() throws Exception {
        cgroups = "memory=/docker/" + "59fd49aa4072".repeat(5) + "59fd\0";
        close();

        assertThat(text("%container.id %user.name")).containsExactly("59fd49aa4072 <NA>");
    }

    @Test
    void saysHostOutsideOfContainers() throws Exception {
        close();

        assertThat(text("%container.id %container.name")).containsExactly("host host");
    }

    @Test
    void writesTheOutputTimeInTheFormThatWasAskedFor() throws Exception {
        close();
        close();

        assertThat(timed(TimeForm.TIME_OF_DAY))
                .containsExactly("22:37:08.317407140", "22:37:09.567407140");
        assertThat(timed(TimeForm.EPOCH))
                .containsExactly("1795300628.317407140", "1795300629.567407140");
        assertThat(timed(TimeForm.SINCE_START)).containsExactly("0.000000000", "1.250000000");
        assertThat(timed(TimeForm.SINCE_PREVIOUS)).containsExactly("0.000000000", "1.250000000");
        assertThat(timed(TimeForm.SINCE_SHOWN)).containsExactly("0.000000000", "1.250000000");
    }

    @Test
    void writesTimesAsNumbersInJson() throws Exception {
        close();
        JsonFormat<EventContext> format =
                JsonFormat.compile(
                        "*%evt.outputtime %evt.datetime %evt.rawtime",
                        new EngineFields(FieldOptions.json().withTime(TimeForm.SINCE_START)));

        assertThat(run(format::write))
                .containsExactly(
                        "{\"evt.datetime\":1795300628317407140,"
                                + "\"evt.outputtime\":1795300628317407140,"
                                + "\"evt.rawtime\":1795300628317407140}");
    }

    @Test
    void takesSingleParametersByNameAndByNumber() throws Exception {
        open(3, -100, "/a", 1);

        assertThat(
                        text(
                                "*%evt.arg.name %evt.arg[1] %evt.rawarg.dirfd %evt.rawarg.fd"
                                        + " %evt.arg.flags %evt.arg.size"))
                .containsExactly("/a AT_FDCWD -100 3 O_RDONLY <NA>");
    }

    @Test
    void splitsTimesIntoSecondsAndTheRest() throws Exception {
        close();
        close();

        assertThat(text("%evt.reltime.s %evt.reltime.ns %evt.deltatime %evt.time.s %evt.datetime"))
                .containsExactly(
                        "0 000000000 0 22:37:08 2026-11-21 22:37:08.317407140",
                        "1 250000000 1250000000 22:37:09 2026-11-21 22:37:09.567407140");
    }

    private String cgroups = "memory=/\0";

    private List<String> timed(TimeForm form) throws Exception {
        options = options.withTime(form);
        return text("%evt.outputtime");
    }

    private void open(long fd, long dirfd, String name, long flags) {
        events.add(
                builder ->
                        builder.begin(OPENAT_EXIT, time(), 7)
                                .number(fd)
                                .number(dirfd)
                                .text(name)
                                .number(flags)
                                .number(0)
                                .number(0)
                                .number(0));
    }

    private void close() {
        events.add(builder -> builder.begin(CLOSE_EXIT, time(), 7).number(0).number(9));
    }

    private int made;

    private long time() {
        return START + 1_250_000_000L * made++;
    }

    private List<String> text(String format) throws Exception {
        TextFormat<EventContext> compiled = TextFormat.compile(format, new EngineFields(options));
        return run(compiled::write);
    }

    private interface Writer {
        boolean write(EventContext context, TextBuffer out);
    }

    private List<String> run(Writer writer) throws Exception {
        made = 0;
        List<String> lines = new ArrayList<>();
        TextBuffer line = new TextBuffer();
        new Pipeline(
                        new Made(),
                        new EventContext(),
                        context -> {
                            writer.write(context, line.clear());
                            return lines.add(line.toString());
                        })
                .run();
        return lines;
    }

    private static int code(String name, String parameter) {
        for (int code = 1; code < EventTable.size(); code += 2) {
            if (EventTable.type(code).name().equals(name)
                    && EventTable.type(code).indexOf(parameter) >= 0
                    && EventTable.type(code).indexOf("fd") == 0) {
                return code;
            }
        }
        throw new IllegalArgumentException(name);
    }

    private ProcessEntry process(long pid, long parent, String comm) {
        ProcessEntry entry = new ProcessEntry();
        entry.tid = pid;
        entry.pid = pid;
        entry.ptid = parent;
        entry.vtid = pid;
        entry.vpid = pid;
        entry.comm = bytes(comm);
        entry.exe = bytes(comm);
        entry.args = bytes("-n\0a b\0");
        entry.env = bytes("HOME=/home/ann\0");
        entry.cwd = bytes("/home/ann/");
        entry.cgroups = bytes(cgroups);
        entry.uid = 1000;
        return entry;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** The events of this test, behind a section's start tables. */
    private final class Made implements EventSource {
        private final EventBuilder builder = new EventBuilder();
        private int at;

        @Override
        public boolean next(Event event, StartListener start) {
            if (at == events.size()) {
                return false;
            }
            if (at == 0) {
                start.section();
                start.process(process(5, 1, "sh"));
                start.process(process(7, 5, "cat"));
                start.user(new UserEntry(1000, 1000, "ann", "/home/ann", "/bin/sh"));
            }
            events.get(at).apply(builder).finish(event);
            at++;
            event.number(at);
            event.origin(0, 0);
            return true;
        }

        @Override
        public Losses losses() {
            return Losses.NONE;
        }

        @Override
        public void close() {}
    }
}

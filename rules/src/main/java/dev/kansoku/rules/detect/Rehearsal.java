// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.rules.detect;

import dev.kansoku.engine.EventContext;
import dev.kansoku.event.Category;
import dev.kansoku.event.EventBuilder;
import dev.kansoku.event.EventFlag;
import dev.kansoku.event.EventTable;
import dev.kansoku.event.EventType;
import dev.kansoku.event.Parameter;
import dev.kansoku.event.TextBuffer;
import dev.kansoku.event.start.FdEntry;
import dev.kansoku.event.start.FdType;
import dev.kansoku.event.start.ProcessEntry;
import dev.kansoku.event.start.SocketEntry;
import dev.kansoku.rules.Rule;
import dev.kansoku.rules.alert.Alert;
import dev.kansoku.rules.alert.AlertForm;
import dev.kansoku.rules.alert.AlertMaker;
import dev.kansoku.rules.match.FusedMatcher;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Plays the way of an alert once before there is one: what the virtual machine loads, links and
 * makes on that way would keep the first alert waiting for some hundred milliseconds. A made-up
 * event of a made-up process goes to the rules, and becomes an alert of each of them in each form;
 * nobody is told, and nothing is counted.
 *
 * <p>Matcher and maker belong to the thread that plays until it is done.
 */
public final class Rehearsal {
    private static final long PARENT = 2;
    private static final long PROCESS = 3;
    private static final int FD = 3;
    private static final String PATH = "/kansoku/rehearsal";

    /** Arguments as programs have them, with a secret that is masked. */
    private static final byte[] ARGUMENTS = bytes("--password=none\0-v\0");

    /** A connection from 127.0.0.1 to itself, as events have both ends of one and a single end. */
    private static final byte[] ENDS = {2, 127, 0, 0, 1, 1, 0, 127, 0, 0, 1, 2, 0};

    private static final byte[] END = {2, 127, 0, 0, 1, 2, 0};

    private final EventContext context = new EventContext();
    private final EventBuilder builder = new EventBuilder();
    private final TextBuffer discarded = new TextBuffer();

    private Rehearsal() {
        context.state().process(process(PARENT, 0));
        context.state().process(process(PROCESS, PARENT));
        context.state()
                .fd(PROCESS, new FdEntry(FD, 0, FdType.FILE, bytes(PATH), 0, 0, SocketEntry.NONE));
    }

    /**
     * Plays it for each rule.
     *
     * @param matcher that the rules will be matched by, or null where it is not to see anything
     * @param rules that the maker is prepared for
     * @param forms in which alerts will be written
     */
    public static void play(
            @Nullable FusedMatcher matcher,
            List<Rule> rules,
            AlertMaker maker,
            List<AlertForm> forms) {
        Rehearsal rehearsal = new Rehearsal();
        if (matcher != null) {
            matcher.rehearse();
        }
        for (Rule rule : rules) {
            rehearsal.play(matcher, rule, maker, forms);
        }
    }

    private void play(
            @Nullable FusedMatcher matcher, Rule rule, AlertMaker maker, List<AlertForm> forms) {
        EventType type = type(rule.condition().eventTypes());
        if (type == null) {
            return; // it can never match
        }
        happen(type);
        if (matcher != null) {
            match(matcher);
        }
        Alert alert = maker.alert(rule, context);
        for (AlertForm form : forms) {
            form.write(alert, discarded.clear());
        }
    }

    private void match(FusedMatcher matcher) {
        try {
            matcher.match(context, (_, _) -> {});
        } catch (IOException e) {
            throw new IllegalStateException("a listener that does nothing has failed", e);
        }
    }

    /** The newest end of a call among these, or whatever there is. */
    private static @Nullable EventType type(BitSet codes) {
        EventType any = null;
        for (int code = codes.length() - 1; code >= 0; code = codes.previousSetBit(code - 1)) {
            EventType type = EventTable.type(code);
            if (type.has(EventFlag.UNUSED) || type.isGeneric()) {
                continue;
            }
            if (type.isExit() && type.is(Category.Origin.SYSCALL)) {
                return type;
            }
            any = any == null ? type : any;
        }
        return any;
    }

    private void happen(EventType type) {
        builder.begin(type.code(), 1, PROCESS);
        for (Parameter parameter : type.parameters()) {
            switch (parameter.type()) {
                case CHARBUF, FSPATH, FSRELPATH -> builder.text(PATH);
                case BYTEBUF, CHARBUFARRAY -> builder.bytes(ARGUMENTS);
                case SOCKTUPLE -> builder.bytes(ENDS);
                case SOCKADDR -> builder.bytes(END);
                case NONE, DYN, FDLIST, CHARBUF_PAIR_ARRAY -> builder.absent();
                case FD -> builder.number(FD);
                case PID -> builder.number(PROCESS);
                default -> {
                    if (parameter.type().width() > 0) {
                        builder.number(0);
                    } else {
                        builder.absent();
                    }
                }
            }
        }
        builder.finish(context.event());
        context.event().number(1);
        context.event().origin(0, 0);
        context.state().apply(context.event());
    }

    private static ProcessEntry process(long pid, long parent) {
        ProcessEntry entry = new ProcessEntry();
        entry.tid = pid;
        entry.pid = pid;
        entry.ptid = parent;
        entry.vtid = pid;
        entry.vpid = pid;
        entry.comm = bytes("rehearsal");
        entry.exe = bytes(PATH);
        entry.exepath = bytes(PATH);
        entry.args = ARGUMENTS;
        entry.cwd = bytes("/");
        return entry;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}

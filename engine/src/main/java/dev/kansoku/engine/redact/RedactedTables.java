// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.engine.redact;

import dev.kansoku.event.start.FdEntry;
import dev.kansoku.event.start.ForwardingListener;
import dev.kansoku.event.start.GroupEntry;
import dev.kansoku.event.start.ProcessEntry;
import dev.kansoku.event.start.StartListener;
import dev.kansoku.event.start.UserEntry;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Redacts start tables. */
final class RedactedTables extends ForwardingListener {
    private final Redaction redaction;
    private final Eraser eraser;
    private final RedactionCounts counts;

    RedactedTables(StartListener to, Redaction redaction, Eraser eraser, RedactionCounts counts) {
        super(to);
        this.redaction = redaction;
        this.eraser = eraser;
        this.counts = counts;
    }

    @Override
    public void process(ProcessEntry process) {
        if (redaction.environment() && process.env.length > 0) {
            process.env = process.env.clone();
            Eraser.values(process.env, 0, process.env.length);
            counts.environment();
        }
        if (redaction.arguments() && process.args.length > 0) {
            process.args = process.args.clone();
            Eraser.texts(process.args, 0, process.args.length);
            counts.arguments();
        }
        if (eraser.hasPatterns()) {
            process.comm = matched(process.comm);
            process.exe = matched(process.exe);
            process.exepath = matched(process.exepath);
            process.args = matched(process.args);
            process.env = matched(process.env);
            process.cwd = matched(process.cwd);
            process.root = matched(process.root);
            process.cgroups = matched(process.cgroups);
        }
        super.process(process);
    }

    @Override
    public void fd(long tid, FdEntry fd) {
        byte[] left = withoutMatches(fd.name());
        super.fd(
                tid,
                left == null
                        ? fd
                        : new FdEntry(
                                fd.number(),
                                fd.inode(),
                                fd.type(),
                                left,
                                fd.flags(),
                                fd.device(),
                                fd.socket()));
    }

    @Override
    public void user(UserEntry user) {
        super.user(
                new UserEntry(
                        user.uid(),
                        user.gid(),
                        matched(user.name()),
                        matched(user.home()),
                        matched(user.shell())));
    }

    @Override
    public void group(GroupEntry group) {
        super.group(new GroupEntry(group.gid(), matched(group.name())));
    }

    private String matched(String text) {
        byte[] left = withoutMatches(text.getBytes(StandardCharsets.UTF_8));
        return left == null ? text : new String(left, StandardCharsets.UTF_8);
    }

    private byte[] matched(byte[] texts) {
        byte[] left = withoutMatches(texts);
        return left == null ? texts : left;
    }

    /** A copy, or null where nothing matches; texts with NULs between are looked at one by one. */
    private byte @Nullable [] withoutMatches(byte[] texts) {
        byte[] left = null;
        int begin = 0;
        while (begin < texts.length) {
            int end = begin;
            while (end < texts.length && texts[end] != 0) {
                end++;
            }
            if (eraser.finds(texts, begin, end - begin)) {
                if (left == null) {
                    left = texts.clone();
                }
                counts.matches(eraser.erase(left, begin, end - begin, false));
            }
            begin = end + 1;
        }
        return left;
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.report;

import dev.kansoku.engine.EventContext;
import dev.kansoku.engine.state.ThreadState;
import dev.kansoku.event.Event;
import dev.kansoku.event.TextBuffer;
import dev.kansoku.filter.syntax.FilterException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Shows the processes as a tree, with when they lived and how they ended. */
final class ProcessTree implements Report {
    private static final int MOST = 1 << 18;
    private static final int MOST_DEPTH = 256;
    private static final int TIMES = 24;

    private static final class Node {
        private final long pid;
        private final long ppid;
        private final List<Node> children = new ArrayList<>();
        private String command = "";

        /** 0 where it was there before. */
        private final long begin;

        private boolean child;
        private long end;
        private String exit = "";

        Node(long pid, long ppid, long begin) {
            this.pid = pid;
            this.ppid = ppid;
            this.begin = begin;
        }
    }

    private final String name;
    private final EventText command;
    private final EventText exit;
    private final boolean json;
    private final Map<Long, Node> living = new HashMap<>();
    private final List<Node> all = new ArrayList<>();
    private final TextBuffer scratch = new TextBuffer();
    private boolean begun;

    ProcessTree(ReportDefinition definition, ReportSetting setting) throws FilterException {
        name = definition.name();
        command = EventText.of("*%proc.cmdline", setting);
        exit = EventText.of("%evt.arg.status", setting);
        json = setting.json();
    }

    @Override
    public boolean accept(EventContext context, Page page) {
        long now = context.event().timestamp();
        if (!begun) {
            begun = true;
            context.state().threads().forEach(thread -> known(thread, context));
        }
        ThreadState thread = context.state().thread();
        if (thread == null || thread.pid() < 0) {
            return true;
        }
        Event event = context.event();
        if (event.type().name().equals("procexit")) {
            Node node = living.get(thread.pid());
            if (node != null && thread.isMain()) {
                node.end = now;
                node.exit = text(exit, context);
                living.remove(thread.pid());
            }
            return true;
        }
        Node node = living.get(thread.pid());
        if (node == null) {
            node = add(thread, now);
        }
        if (node != null) {
            node.command = text(command, context);
        }
        return true;
    }

    private void known(ThreadState thread, EventContext context) {
        if (thread.isMain() && thread.pid() >= 0 && !thread.placeholder()) {
            context.state()
                    .asIfOf(
                            thread,
                            null,
                            () -> {
                                Node node = add(thread, 0);
                                if (node != null) {
                                    node.command = text(command, context);
                                }
                                return true;
                            });
        }
    }

    private @Nullable Node add(ThreadState thread, long begin) {
        if (all.size() == MOST) {
            return null;
        }
        Node node = new Node(thread.pid(), thread.ppid(), begin);
        all.add(node);
        living.put(node.pid, node);
        if (begin != 0) {
            Node parent = living.get(node.ppid);
            if (parent != null && parent != node) {
                parent.children.add(node);
                node.child = true;
            }
        }
        return node;
    }

    private String text(EventText field, EventContext context) {
        scratch.clear();
        field.write(context, scratch);
        return scratch.toString();
    }

    @Override
    public void end(EventContext context, Page page, Period period) {
        Map<Long, Node> before = new HashMap<>();
        all.stream().filter(node -> node.begin == 0).forEach(node -> before.put(node.pid, node));
        List<Node> roots = new ArrayList<>();
        for (Node node : all) {
            if (node.begin == 0) {
                Node parent = before.get(node.ppid);
                if (parent != null && parent != node && parent.pid < node.pid) {
                    parent.children.add(node);
                } else {
                    roots.add(node);
                }
            } else if (!node.child) {
                roots.add(node);
            }
        }
        long start = context.firstTimestamp();
        for (Node root : roots) {
            write(root, 0, start, page.text());
        }
    }

    private void write(Node node, int depth, long start, TextBuffer out) {
        if (json) {
            out.put("{\"report\":\"").put(name).put("\",\"depth\":").decimal(depth);
            out.put(",\"proc.pid\":").decimal(node.pid).put(",\"proc.ppid\":").decimal(node.ppid);
            out.put(",\"begin\":").put(node.begin == 0 ? "null" : Long.toString(node.begin));
            out.put(",\"end\":").put(node.end == 0 ? "null" : Long.toString(node.end));
            out.put(",\"exit\":");
            Json.text(node.exit, out);
            out.put(",\"proc.cmdline\":");
            Json.text(node.command, out);
            out.put("}\n");
        } else {
            int from = out.length();
            moment(node.begin, start, out);
            out.put(" .. ");
            moment(node.end, start, out);
            Column.pad(out, from, TIMES);
            out.put("  ".repeat(depth)).decimal(node.pid).put(' ').put(node.command);
            if (node.end != 0 && !node.exit.isEmpty() && !node.exit.equals("0")) {
                out.put(" [exit ").put(node.exit).put(']');
            }
            out.put('\n');
        }
        if (depth < MOST_DEPTH) {
            node.children.forEach(child -> write(child, depth + 1, start, out));
        }
    }

    /** Seconds since the first event; nothing where it was before or is still to come. */
    private static void moment(long time, long start, TextBuffer out) {
        if (time != 0) {
            long millis = Math.max(0, time - start) / 1_000_000;
            out.put('+').decimal(millis / 1000).put('.').padded(millis % 1000, 3).put('s');
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.rules.trial;

import dev.kansoku.engine.fields.Capabilities;
import dev.kansoku.event.start.FdEntry;
import dev.kansoku.event.start.FdType;
import dev.kansoku.event.start.ProcessEntry;
import dev.kansoku.event.start.SocketEntry;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedCollection;
import org.jspecify.annotations.Nullable;

/** The processes of a test by hand, made as they are first named. */
final class Cast {
    private static final List<String> KEYS =
            List.of(
                    "name",
                    "exe",
                    "path",
                    "args",
                    "env",
                    "cwd",
                    "pid",
                    "uid",
                    "gid",
                    "loginuid",
                    "tty",
                    "sid",
                    "parent",
                    "ancestors",
                    "container",
                    "capabilities",
                    "memfd",
                    "upper_layer",
                    "writable",
                    "exe_changed",
                    "fds");

    /** The pid of the first process that is given none. */
    private static final long FIRST_PID = 1000;

    private static final long INIT = 1;
    private static final int DIGITS_OF_AN_ID = 64;

    private final long start;
    private final Map<String, Yaml> known;
    private final Map<String, Actor> made = new LinkedHashMap<>();
    private final List<String> beingMade = new ArrayList<>();
    private long nextPid = FIRST_PID;
    private int unnamed;

    /**
     * @param start when the test begins, in nanoseconds since the epoch
     * @param known the processes that the file describes, by what it calls them
     */
    Cast(long start, Map<String, Yaml> known) {
        this.start = start;
        this.known = known;
    }

    /** All that were made, parents before their children. */
    SequencedCollection<Actor> all() {
        return List.copyOf(made.values());
    }

    /** The process that is named, or described in place. */
    Actor actor(Yaml named) throws TrialException {
        return named.isText() ? actor(named.text(), named) : make("", named);
    }

    private Actor actor(String name, Yaml where) throws TrialException {
        Actor there = made.get(name);
        if (there != null) {
            return there;
        }
        Yaml described = known.get(name);
        if (described == null) {
            return keep(name, entry(name));
        }
        if (beingMade.contains(name)) {
            throw where.wrong("the process " + name + " descends from itself");
        }
        beingMade.add(name);
        Actor actor = make(name, described);
        beingMade.remove(name);
        return actor;
    }

    private Actor keep(String name, ProcessEntry entry) {
        Actor actor = new Actor(entry, List.of());
        made.put(name, actor);
        return actor;
    }

    private ProcessEntry entry(String name) {
        ProcessEntry entry = new ProcessEntry();
        entry.pid = nextPid++;
        entry.ptid = INIT;
        entry.comm = utf8(name);
        entry.exe = utf8(name);
        entry.exepath = utf8("/usr/bin/" + name);
        entry.cwd = utf8("/");
        entry.uid = 0;
        entry.gid = 0;
        entry.startTime = start;
        entry.exeInode = 1;
        return entry;
    }

    private Actor make(String key, Yaml described) throws TrialException {
        Map<String, Yaml> members = described.members(KEYS);
        Yaml name = members.get("name");
        if (name == null && key.isEmpty()) {
            throw described.wrong("a process needs a name");
        }
        ProcessEntry entry = entry(name == null ? key : name.text());
        List<FdEntry> open = new ArrayList<>();
        Actor parent = null;
        for (Map.Entry<String, Yaml> member : members.entrySet()) {
            Yaml value = member.getValue();
            switch (member.getKey()) {
                case "parent" -> parent = actor(value);
                case "ancestors" -> parent = ancestors(value.list());
                case "fds" -> open.addAll(fds(value));
                default -> set(entry, member.getKey(), value);
            }
        }
        if (parent != null) {
            entry.ptid = parent.pid();
        }
        finish(entry);
        Actor actor = new Actor(entry, open);
        made.put(key.isEmpty() ? "\0" + unnamed++ : key, actor);
        return actor;
    }

    private static void finish(ProcessEntry entry) {
        entry.tid = entry.pid;
        entry.vtid = entry.vtid < 0 ? entry.pid : entry.vtid;
        entry.vpid = entry.vpid < 0 ? entry.pid : entry.vpid;
    }

    /** The nearest of a line of ancestors, the nearest first. */
    private @Nullable Actor ancestors(List<Yaml> line) throws TrialException {
        Actor above = null;
        for (Yaml one : line.reversed()) {
            Actor actor = actor(one);
            if (above != null) {
                actor.entry().ptid = above.pid();
            }
            above = actor;
        }
        return above;
    }

    private void set(ProcessEntry entry, String key, Yaml value) throws TrialException {
        switch (key) {
            case "exe" -> entry.exe = utf8(value.text());
            case "path" -> entry.exepath = utf8(value.text());
            case "args" -> entry.args = joined(value.texts());
            case "env" -> entry.env = joined(value.texts());
            case "cwd" -> entry.cwd = utf8(value.text());
            case "pid" -> entry.pid = value.number();
            case "uid" -> entry.uid = value.number();
            case "gid" -> entry.gid = value.number();
            case "loginuid" -> entry.loginUid = value.number();
            case "tty" -> entry.tty = value.number();
            case "sid" -> entry.sid = value.number();
            case "container" -> entry.cgroups = joined(List.of("cpu=" + cgroup(value)));
            case "capabilities" -> {
                entry.capEffective = capabilities(value);
                entry.capPermitted = entry.capEffective;
            }
            case "memfd" -> entry.exeFromMemfd = value.truth();
            case "upper_layer" -> entry.exeUpperLayer = value.truth();
            case "writable" -> entry.exeWritable = value.truth();
            case "exe_changed" -> {
                entry.exeInodeCtime = start + Span.nanos(value);
                entry.exeInodeMtime = entry.exeInodeCtime;
            }
            default -> {}
        }
    }

    /** The cgroup of a container whose id begins with some digits. */
    private static String cgroup(Yaml id) throws TrialException {
        String digits = id.text();
        if (!digits.matches("[0-9a-f]{1,64}")) {
            throw id.wrong("a container's id is up to 64 digits from 0 to f");
        }
        return "/docker/" + digits + "0".repeat(DIGITS_OF_AN_ID - digits.length());
    }

    private static long capabilities(Yaml names) throws TrialException {
        long set = 0;
        for (String name : names.texts()) {
            int number = Capabilities.NAMES.indexOf(name);
            if (number < 0) {
                throw names.wrong(Yaml.unknown("capability", name, Capabilities.NAMES));
            }
            set |= 1L << number;
        }
        return set;
    }

    private static List<FdEntry> fds(Yaml described) throws TrialException {
        List<FdEntry> open = new ArrayList<>();
        for (Map.Entry<String, Yaml> fd : described.members().entrySet()) {
            if (!fd.getKey().matches("[0-9]{1,7}")) {
                throw fd.getValue().wrong("\"" + fd.getKey() + "\" is no fd");
            }
            open.add(fd(Long.parseLong(fd.getKey()), fd.getValue()));
        }
        return open;
    }

    /** A path, {@code pipe}, {@code unix}, or the two ends of a connection. */
    private static FdEntry fd(long number, Yaml what) throws TrialException {
        String text = what.text();
        if (text.contains("->")) {
            SocketEntry ends = Addresses.ends(what);
            FdType type = ends.source().length == 4 ? FdType.IPV4_SOCKET : FdType.IPV6_SOCKET;
            return new FdEntry(number, 0, type, new byte[0], 0, 0, ends);
        }
        FdType type =
                switch (text) {
                    case "pipe" -> FdType.FIFO;
                    case "unix" -> FdType.UNIX_SOCKET;
                    default -> FdType.FILE_V2;
                };
        byte[] name = type == FdType.FILE_V2 ? utf8(text) : new byte[0];
        return new FdEntry(number, 0, type, name, 0, 0, SocketEntry.NONE);
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Texts with a NUL behind each. */
    static byte[] joined(List<String> texts) {
        return utf8(texts.isEmpty() ? "" : String.join("\0", texts) + "\0");
    }
}

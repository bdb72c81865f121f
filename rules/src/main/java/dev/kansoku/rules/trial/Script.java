// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.rules.trial;

import dev.kansoku.event.EventBuilder;
import dev.kansoku.event.EventFlag;
import dev.kansoku.event.EventTable;
import dev.kansoku.event.EventType;
import dev.kansoku.event.Parameter;
import dev.kansoku.event.start.ProcessEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The events of a test by hand, in the order in which they happen. */
final class Script {
    private static final List<String> KEYS = List.of("type", "process", "params", "after");

    /** How long after the one before an event happens that says nothing else: a millisecond. */
    private static final long STEP = 1_000_000;

    /** The first fd that a call gives where a test does not say. */
    private static final long FIRST_FD = 10;

    private static final int WRITABLE = 1;
    private static final int UPPER_LAYER = 2;
    private static final int MEMFD = 4;

    private final Cast cast;
    private final EventBuilder builder = new EventBuilder();
    private long now;
    private long nextFd = FIRST_FD;

    /**
     * @param start when the test begins, in nanoseconds since the epoch
     */
    Script(Cast cast, long start) {
        this.cast = cast;
        this.now = start;
    }

    List<byte[]> events(Yaml written) throws TrialException {
        List<byte[]> events = new ArrayList<>();
        for (Yaml event : written.list()) {
            events.add(event(event));
        }
        return events;
    }

    private byte[] event(Yaml event) throws TrialException {
        Map<String, Yaml> members = event.members(KEYS);
        EventType type = type(required(event, members, "type"));
        Actor actor = cast.actor(required(event, members, "process"));
        Yaml after = members.get("after");
        now += after == null ? STEP : Span.nanos(after);
        Yaml params = members.get("params");
        Map<String, Yaml> given = params == null ? Map.of() : params.members();
        for (Map.Entry<String, Yaml> one : given.entrySet()) {
            if (type.indexOf(one.getKey()) < 0) {
                List<String> names = type.parameters().stream().map(Parameter::name).toList();
                throw one.getValue()
                        .wrong(
                                Yaml.unknown("parameter", one.getKey(), names)
                                        + " (kansoku events "
                                        + type.name()
                                        + " lists them)");
            }
        }
        return bytes(type, actor, given);
    }

    private byte[] bytes(EventType type, Actor actor, Map<String, Yaml> given)
            throws TrialException {
        builder.begin(type.code(), now, actor.entry().tid);
        boolean runs = type.name().equals("execve") || type.name().equals("execveat");
        for (int i = 0; i < type.parameters().size(); i++) {
            Parameter parameter = type.parameter(i);
            Yaml value = given.get(parameter.name());
            if (value != null) {
                Values.add(parameter, value, builder);
            } else if (!runs || !addOf(actor.entry(), parameter.name())) {
                Values.addUsual(parameter, i, nextFd++, builder);
            }
        }
        return builder.toBytes();
    }

    /** What an exec tells of the process that it has become. */
    private boolean addOf(ProcessEntry entry, String parameter) {
        switch (parameter) {
            case "exe" -> builder.text(entry.exe);
            case "args" -> builder.bytes(entry.args);
            case "tid", "pid" -> builder.number(entry.pid);
            case "ptid" -> builder.number(entry.ptid);
            case "cwd" -> builder.text(entry.cwd);
            case "fdlimit" -> builder.number(1024);
            case "comm" -> builder.text(entry.comm);
            case "cgroups" -> builder.bytes(entry.cgroups);
            case "env" -> builder.bytes(entry.env);
            case "tty" -> builder.number(entry.tty);
            case "vpgid", "pgid" -> builder.number(entry.pid);
            case "loginuid" -> builder.number(entry.loginUid);
            case "flags" -> builder.number(flags(entry));
            case "cap_inheritable" -> builder.number(0);
            case "cap_permitted" -> builder.number(entry.capPermitted);
            case "cap_effective" -> builder.number(entry.capEffective);
            case "exe_ino" -> builder.number(entry.exeInode);
            case "exe_ino_ctime" -> builder.number(entry.exeInodeCtime);
            case "exe_ino_mtime" -> builder.number(entry.exeInodeMtime);
            case "uid" -> builder.number(entry.uid);
            case "gid" -> builder.number(entry.gid);
            case "trusted_exepath", "filename" -> builder.text(entry.exepath);
            default -> {
                return false;
            }
        }
        return true;
    }

    private static int flags(ProcessEntry entry) {
        return (entry.exeWritable ? WRITABLE : 0)
                | (entry.exeUpperLayer ? UPPER_LAYER : 0)
                | (entry.exeFromMemfd ? MEMFD : 0);
    }

    private static Yaml required(Yaml of, Map<String, Yaml> members, String key)
            throws TrialException {
        Yaml value = members.get(key);
        if (value == null) {
            throw of.wrong("an event needs a " + key);
        }
        return value;
    }

    /** The newest form of an event: where it has an exit, that. */
    private static EventType type(Yaml name) throws TrialException {
        @Nullable EventType newest = null;
        Set<String> names = new TreeSet<>();
        for (EventType type : EventTable.all()) {
            boolean usable = !type.has(EventFlag.UNUSED) && !type.isGeneric();
            if (usable) {
                names.add(type.name());
            }
            boolean better = newest == null || type.isExit() || !newest.isExit();
            if (usable && better && type.name().equals(name.text())) {
                newest = type;
            }
        }
        if (newest == null) {
            throw name.wrong(Yaml.unknown("event", name.text(), names));
        }
        return newest;
    }
}

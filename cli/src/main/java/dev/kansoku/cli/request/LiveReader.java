// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.cli.request;

import dev.kansoku.capture.Buffers;
import dev.kansoku.capture.CaptureScope;
import dev.kansoku.capture.Demand;
import dev.kansoku.capture.Detail;
import dev.kansoku.capture.ExtraEvents;
import dev.kansoku.capture.Launch;
import dev.kansoku.capture.LiveOptions;
import dev.kansoku.capture.OnPressure;
import dev.kansoku.capture.ScopeSet;
import dev.kansoku.capture.SystemCall;
import dev.kansoku.capture.SystemCallTable;
import dev.kansoku.cli.console.UsageException;
import dev.kansoku.cli.option.Arguments;
import dev.kansoku.cli.option.OptionDefinition;
import dev.kansoku.cli.option.OptionTable;
import dev.kansoku.cli.option.Users;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads the options of a live capture: whose events, how much of them, by which engine. */
public final class LiveReader {
    /** The heading of options.tsv under which they stand. */
    private static final String GROUP = "Live capture";

    /** How options begin that name what is left out. */
    private static final String LEFT_OUT = "not-";

    /** The words for what is no event of its own. */
    private static final Map<String, Detail> DETAILS =
            Map.of("latency", Detail.LATENCY, "queues", Detail.QUEUES);

    private final Arguments arguments;
    private final Users users;

    public LiveReader(Arguments arguments, Users users) {
        this.arguments = arguments;
        this.users = users;
    }

    /** The long names of all options that only a live capture takes. */
    public static List<String> options() {
        return OptionTable.all().stream()
                .filter(option -> option.group().equals(GROUP))
                .map(OptionDefinition::longName)
                .toList();
    }

    /**
     * The options.
     *
     * @param command what to start, or null for none
     * @param standardOutputIsTaken whether events are printed where the command would print
     */
    public LiveOptions read(@Nullable List<String> command, boolean standardOutputIsTaken)
            throws UsageException {
        return LiveOptions.DEFAULT
                .withScope(scope(command))
                .withPayload(new PayloadReader(arguments).read())
                .withBuffers(buffers().withOnPressure(onPressure()))
                .withLimit(new CgroupLimitReader(arguments).read())
                .withEngine(engine())
                .withLaunch(launch(command, standardOutputIsTaken))
                .withDemand(
                        Demand.PLAIN.with(details()).withExtras(extras()).withEntries(entries()));
    }

    /** Every word behind {@code --with}. */
    private List<String> with() {
        return arguments.all("with").stream()
                .flatMap(list -> Arrays.stream(list.split(",", -1)))
                .toList();
    }

    private Set<Detail> details() {
        List<String> words = with();
        return DETAILS.entrySet().stream()
                .filter(detail -> words.contains(detail.getKey()))
                .map(Map.Entry::getValue)
                .collect(Collectors.toSet());
    }

    private Set<ExtraEvents> extras() throws UsageException {
        Set<ExtraEvents> extras = EnumSet.noneOf(ExtraEvents.class);
        for (String word : with()) {
            if (!DETAILS.containsKey(word)) {
                extras.add(
                        ExtraEvents.of(word)
                                .orElseThrow(
                                        () ->
                                                new UsageException(
                                                        "option --with takes "
                                                                + words()
                                                                + ", not \""
                                                                + word
                                                                + "\"")));
            }
        }
        return extras;
    }

    private Set<String> entries() throws UsageException {
        Set<String> known =
                SystemCallTable.rows().stream().map(SystemCall::name).collect(Collectors.toSet());
        Set<String> entries = new HashSet<>();
        for (String list : arguments.all("entry")) {
            for (String call : list.split(",", -1)) {
                if (!known.contains(call)) {
                    throw new UsageException(
                            "option --entry takes names of system calls, not \"" + call + "\"");
                }
                entries.add(call);
            }
        }
        return entries;
    }

    private static String words() {
        return Stream.concat(
                        Arrays.stream(ExtraEvents.values())
                                .filter(extra -> !extra.isTold())
                                .map(ExtraEvents::word),
                        DETAILS.keySet().stream().sorted())
                .collect(Collectors.joining(", "));
    }

    private CaptureScope scope(@Nullable List<String> command) throws UsageException {
        return new CaptureScope(
                command == null ? List.of() : command, scopeSet(""), scopeSet(LEFT_OUT), null);
    }

    /** What the options of a prefix name. */
    private ScopeSet scopeSet(String prefix) throws UsageException {
        List<Long> uids = new ArrayList<>();
        for (String user : arguments.names(prefix + "user")) {
            uids.add(users.uid(prefix + "user", user));
        }
        return new ScopeSet(
                pids(prefix + "pid"),
                arguments.names(prefix + "cgroup"),
                uids,
                arguments.names(prefix + "comm"));
    }

    private List<Long> pids(String option) throws UsageException {
        List<Long> pids = new ArrayList<>();
        for (String list : arguments.all(option)) {
            for (String word : list.split(",", -1)) {
                pids.add(Arguments.number(option, word, 1, 1 << 22));
            }
        }
        return pids;
    }

    private Buffers buffers() throws UsageException {
        String size = arguments.value("buffer-size");
        return size == null ? Buffers.DEFAULT : new Buffers(ringBytes(size));
    }

    private OnPressure onPressure() throws UsageException {
        String policy = arguments.value("on-pressure");
        if (policy == null) {
            return OnPressure.SHED;
        }
        return switch (policy) {
            case "shed" -> OnPressure.SHED;
            case "drop" -> OnPressure.DROP;
            default ->
                    throw new UsageException(
                            "option --on-pressure takes shed or drop, not \"" + policy + "\"");
        };
    }

    private static long ringBytes(String size) throws UsageException {
        String upper = size.toUpperCase(Locale.ROOT);
        int shift =
                upper.endsWith("K") ? 10 : upper.endsWith("M") ? 20 : upper.endsWith("G") ? 30 : 0;
        String digits = shift == 0 ? upper : upper.substring(0, upper.length() - 1);
        long bytes = Arguments.number("buffer-size", digits, 1, Buffers.LARGEST) << shift;
        if (bytes < Buffers.SMALLEST || bytes > Buffers.LARGEST || Long.bitCount(bytes) != 1) {
            throw new UsageException(
                    "option --buffer-size takes a power of two from 64K to 1G, not " + size);
        }
        return bytes;
    }

    private LiveOptions.Engine engine() throws UsageException {
        String name = arguments.value("engine");
        if (name == null) {
            return LiveOptions.Engine.AUTO;
        }
        return switch (name) {
            case "ebpf" -> LiveOptions.Engine.EBPF;
            case "ptrace" -> LiveOptions.Engine.PTRACE;
            default ->
                    throw new UsageException(
                            "option --engine takes ebpf or ptrace, not \"" + name + "\"");
        };
    }

    private Launch launch(@Nullable List<String> command, boolean standardOutputIsTaken)
            throws UsageException {
        if (command == null && arguments.has("run-as")) {
            throw new UsageException("option --run-as needs a command: -- COMMAND");
        }
        if (command == null && arguments.has("outlive")) {
            throw new UsageException("option --outlive needs a command: -- COMMAND");
        }
        return new Launch(
                command == null ? null : users.runAs(arguments.value("run-as")),
                standardOutputIsTaken,
                arguments.has("outlive"));
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.capture.bpf;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.kansoku.capture.KernelFilter;
import dev.kansoku.capture.KernelPredicate;
import dev.kansoku.capture.KernelPredicate.Subject;
import dev.kansoku.capture.SystemCall;
import dev.kansoku.capture.SystemCallTable;
import dev.kansoku.engine.EventContext;
import dev.kansoku.engine.Pipeline;
import dev.kansoku.engine.fields.EngineFields;
import dev.kansoku.engine.fields.FieldOptions;
import dev.kansoku.engine.source.ScapSource;
import dev.kansoku.engine.state.FdState;
import dev.kansoku.engine.state.ThreadState;
import dev.kansoku.event.start.FdType;
import dev.kansoku.ffi.Native;
import dev.kansoku.filter.Filter;
import dev.kansoku.filter.field.Extractor;
import dev.kansoku.filter.field.FieldDefinition;
import dev.kansoku.filter.field.FieldValue;
import dev.kansoku.filter.match.Bytes;
import dev.kansoku.filter.plan.Plan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The checks that the kernel follows, followed here. */
class CheckListTest {
    private static final EngineFields FIELDS = new EngineFields(FieldOptions.text());
    private static final int FILTERS = 60;
    private static final int EVENTS = 4000;

    /** What the kernel finds for a check. */
    private enum Verdict {
        FAILS,
        HOLDS,
        UNKNOWN
    }

    /** What the kernel knows of a call, taken from the fields that show the same. */
    private static final class Facts {
        private final Map<Subject, Extractor<EventContext>> numbers = new EnumMap<>(Subject.class);
        private final Extractor<EventContext> name = extractor("proc.name");
        private final FieldValue value = new FieldValue();

        Facts() throws Exception {
            numbers.put(Subject.TID, extractor("thread.tid"));
            numbers.put(Subject.PID, extractor("proc.pid"));
            numbers.put(Subject.CPU, extractor("evt.cpu"));
            numbers.put(Subject.RESULT, extractor("evt.rawres"));
            numbers.put(Subject.FD, extractor("fd.num"));
            numbers.put(Subject.UID, extractor("user.uid"));
            numbers.put(Subject.GID, extractor("group.gid"));
        }

        private static Extractor<EventContext> extractor(String field) throws Exception {
            return FIELDS.extractor(definition(field), null);
        }

        Verdict of(CheckList.Check check, Followed followed, EventContext context) {
            if (check.kind() == CheckList.THREAD) {
                ThreadState thread = context.state().thread();
                return thread == null || thread.placeholder()
                        ? Verdict.UNKNOWN
                        : followed.found(KernelPredicate.Kept.THREAD, check, context);
            }
            if (check.kind() == CheckList.OPEN) {
                if (!context.state().actsOnFd()) {
                    return verdict(check.values().get(1) != 0);
                }
                return context.state().fd() == null
                        ? Verdict.UNKNOWN
                        : followed.found(KernelPredicate.Kept.FD, check, context);
            }
            if (check.kind() > CheckList.NAME) {
                return Verdict.UNKNOWN;
            }
            if (check.kind() == CheckList.NAME) {
                value.begin(definition("proc.name").type());
                return name.extract(context, value) ? ofName(check) : Verdict.UNKNOWN;
            }
            Subject subject = Subject.values()[check.kind()];
            if (subject == Subject.KIND || subject == Subject.PORT) {
                return ofFile(subject, check, context);
            }
            value.begin(definition("fd.num").type());
            if (!Objects.requireNonNull(numbers.get(subject)).extract(context, value)) {
                return subject == Subject.RESULT || subject == Subject.FD
                        ? Verdict.FAILS
                        : Verdict.UNKNOWN;
            }
            long number = value.numberAt(0);
            return verdict(isIn(check, number));
        }

        private Verdict ofFile(Subject subject, CheckList.Check check, EventContext context) {
            FdState fd = context.state().fd();
            if (fd == null || fd.type() == FdType.UNKNOWN) {
                return Verdict.UNKNOWN;
            }
            if (subject == Subject.KIND) {
                long kind =
                        switch (fd.type().letter()) {
                            case '4', '6' -> 1;
                            case 'n' -> 2;
                            case 'u' -> fd.type() == FdType.UNIX_SOCKET ? 2 : 5;
                            case 'p' -> 3;
                            case 'd' -> 4;
                            default -> 5;
                        };
                return verdict(isIn(check, kind));
            }
            if (!fd.type().isInternet()) {
                return Verdict.FAILS;
            }
            return fd.sourcePort() == 0 || fd.destinationPort() == 0
                    ? Verdict.UNKNOWN
                    : verdict(isIn(check, fd.sourcePort()) || isIn(check, fd.destinationPort()));
        }

        private static boolean isIn(CheckList.Check check, long number) {
            return check.values().get(0) <= number && number <= check.values().get(1);
        }

        private Verdict ofName(CheckList.Check check) {
            byte[] bytes =
                    Arrays.copyOfRange(
                            value.bytes(0), value.offset(0), value.offset(0) + value.length(0));
            if (bytes.length == 0 || bytes[0] == '<') {
                return Verdict.UNKNOWN;
            }
            byte[] name = Arrays.copyOf(Arrays.copyOf(bytes, Math.min(15, bytes.length)), 16);
            for (int i = 0; i < 16; i++) {
                long mask = check.values().get(2 + i / 8) >>> i % 8 * 8 & 0xff;
                long wanted = check.values().get(i / 8) >>> i % 8 * 8 & 0xff;
                if ((name[i] & mask) != wanted) {
                    return Verdict.FAILS;
                }
            }
            return Verdict.HOLDS;
        }

        static Verdict verdict(boolean holds) {
            return holds ? Verdict.HOLDS : Verdict.FAILS;
        }
    }

    /** A filter and what the kernel would follow for it. */
    private record Followed(
            Filter<EventContext> filter,
            String text,
            CheckList list,
            int[] first,
            Map<Plan, Predicate<EventContext>> parts) {
        static Followed of(String text) throws Exception {
            Filter<EventContext> filter = Filter.compile(text, FIELDS);
            CheckList list = new CheckList();
            int[] first = new int[SystemCallTable.NUMBERS];
            KernelFilter kernel = KernelFilter.of(filter);
            kernel.byCall().forEach((number, asked) -> first[number] = list.add(asked.predicate()));
            Map<Plan, Predicate<EventContext>> parts = new HashMap<>();
            for (KernelPredicate.Kept of : KernelPredicate.Kept.values()) {
                list.found(of).forEach(plan -> parts.put(plan, kernel.finder().apply(plan)));
            }
            return new Followed(filter, text, list, first, parts);
        }

        /** What would have been found out at an event before this one. */
        Verdict found(KernelPredicate.Kept of, CheckList.Check check, EventContext context) {
            Plan plan = list.found(of).get(Long.numberOfTrailingZeros(check.values().getFirst()));
            return Facts.verdict(Objects.requireNonNull(parts.get(plan)).test(context));
        }

        boolean passes(int number, Facts facts, EventContext context) {
            int at = first[number];
            for (int steps = 0; at != 0 && at < CheckList.SIZE; steps++) {
                assertThat(steps).isLessThan(CheckList.SIZE);
                CheckList.Check check = Objects.requireNonNull(list.at(at));
                at =
                        switch (facts.of(check, this, context)) {
                            case HOLDS -> check.holds();
                            case FAILS -> check.fails();
                            case UNKNOWN -> check.unknown();
                        };
            }
            return at != CheckList.FAILS;
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"502Error.scap", "cat_write.scap", "test_ipv6_client.scap"})
    void whatAFilterMatchesPassesTheKernelsChecks(String capture) throws Exception {
        Path file = capture(capture);
        List<String> values = values(file);
        Random random = new Random(capture.hashCode());
        List<Followed> followed = new ArrayList<>();
        for (int i = 0; i < FILTERS; i++) {
            followed.add(Followed.of(filter(random, values, 3)));
        }
        Map<Integer, Integer> numbers = numbersByCode();
        Facts facts = new Facts();
        List<String> lost = new ArrayList<>();
        long[] counts = new long[3]; // asked, matched, dropped
        walk(
                file,
                context -> {
                    Integer number = numbers.get(context.event().code());
                    if (number == null) {
                        return;
                    }
                    for (Followed one : followed) {
                        boolean matches = one.filter().matches(context);
                        boolean passes = one.passes(number, facts, context);
                        counts[0]++;
                        counts[1] += matches ? 1 : 0;
                        counts[2] += passes ? 0 : 1;
                        if (matches && !passes) {
                            lost.add(one.text() + " at event " + context.event().number());
                        }
                    }
                });

        assertThat(lost).isEmpty();
        assertThat(counts[1]).isPositive();
        assertThat(counts[2]).isGreaterThan(counts[0] / 20);
    }

    @Test
    void equalPredicatesShareTheirChecks() throws Exception {
        Followed followed = Followed.of("proc.name in (a, b, c) and fd.num = 3");

        // and one more for the results of calls of which only failures can be left out, and close
        assertThat(followed.list().size()).isEqualTo(4 + 2);
        assertThat(Arrays.stream(followed.first()).filter(first -> first != 0).distinct())
                .hasSize(3);
    }

    @Test
    void whatDoesNotFitIsNotAsked() {
        CheckList list = new CheckList();
        List<KernelPredicate> many = new ArrayList<>();
        for (int i = 0; i < 70; i++) {
            many.add(
                    new KernelPredicate.IsName(
                            List.of(new KernelPredicate.Name(Bytes.of("n" + i), true)), false));
        }

        assertThat(list.add(new KernelPredicate.Any(many))).isZero();
        assertThat(list.size()).isZero();
        assertThat(list.add(many.getFirst())).isEqualTo(CheckList.SIZE - 1);
    }

    @Test
    void noMoreIsFoundOutThanThereIsRoomFor() throws Exception {
        CheckList list = new CheckList();
        for (int i = 0; i < CheckList.MOST_FOUND; i++) {
            assertThat(list.add(ofExe(i))).isPositive();
        }

        assertThat(list.add(ofExe(CheckList.MOST_FOUND))).isZero();
        assertThat(list.add(ofExe(0))).isPositive();
        assertThat(list.found(KernelPredicate.Kept.THREAD)).hasSize(CheckList.MOST_FOUND);
    }

    private static KernelPredicate ofExe(int number) throws Exception {
        Plan plan = Filter.compile("proc.exe = e" + number, FIELDS).plan().whole();
        return new KernelPredicate.Found(KernelPredicate.Kept.THREAD, plan);
    }

    @Test
    void whatIsAskedStandsInTheOrderOfTheKernelSide() throws IOException {
        String source = Files.readString(Path.of("src/main/bpf/predicate.h"));
        int from = source.indexOf("enum check_kind {");
        String body = source.substring(source.indexOf('{', from) + 1, source.indexOf('}', from));
        List<String> kinds =
                Stream.of(body.split(",", -1)).map(word -> word.strip().substring(6)).toList();

        List<String> expected = new ArrayList<>();
        for (Subject subject : Subject.values()) {
            expected.add(subject.name());
        }
        expected.addAll(List.of("NAME", "THREAD", "OPEN"));
        assertThat(kinds).isEqualTo(expected);
    }

    /** A filter of up to so many levels, over values that occur. */
    private static String filter(Random random, List<String> checks, int depth) {
        if (depth == 0 || random.nextInt(4) == 0) {
            return checks.get(random.nextInt(checks.size()));
        }
        String left = filter(random, checks, depth - 1);
        return switch (random.nextInt(4)) {
            case 0 -> "not (" + left + ")";
            case 1 -> "(" + left + ") or (" + filter(random, checks, depth - 1) + ")";
            default -> "(" + left + ") and (" + filter(random, checks, depth - 1) + ")";
        };
    }

    /** Checks of what occurs in a capture, and some that the kernel cannot make. */
    private static List<String> values(Path file) throws Exception {
        List<String> checks =
                new ArrayList<>(
                        List.of(
                                "evt.failed = true",
                                "evt.rawres < 0",
                                "evt.rawres >= 10",
                                "evt.res != SUCCESS",
                                "fd.num >= 3",
                                "fd.num in (1, 3, 5, 7, 9)",
                                "proc.name startswith s",
                                "fd.name contains e",
                                "proc.name contains a",
                                "proc.pname exists",
                                "evt.type in (read, write, stat)",
                                "evt.type = futex",
                                "evt.is_io = true",
                                "user.uid < 1000",
                                "group.gid != 0",
                                "evt.res in (ENOENT, EAGAIN)",
                                "fd.type = file",
                                "fd.type in (ipv4, ipv6)",
                                "fd.type != unix",
                                "fd.typechar = p",
                                "fd.l4proto = tcp",
                                "fd.port in (80, 443)",
                                "fd.sport < 100",
                                "fd.cport > 1024",
                                "fd.name startswith /etc",
                                "not fd.name startswith /usr",
                                "fd.directory glob /usr/*",
                                "fd.filename exists",
                                "proc.exepath startswith /usr/bin",
                                "proc.exe in (cat, bash, apache2)",
                                "proc.cmdline contains e",
                                "container.id = host",
                                "container.name != web",
                                "toupper(proc.exe) startswith /BIN"));
        for (String field :
                List.of("proc.name", "proc.pid", "thread.tid", "fd.num", "evt.cpu", "evt.res")) {
            Extractor<EventContext> extractor = FIELDS.extractor(definition(field), null);
            FieldValue value = new FieldValue();
            Map<String, Integer> seen = new HashMap<>();
            walk(
                    file,
                    context -> {
                        value.begin(definition(field).type());
                        if (extractor.extract(context, value)) {
                            seen.merge(text(field, value), 1, Integer::sum);
                        }
                    });
            seen.entrySet().stream()
                    .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
                    .limit(5)
                    .forEach(
                            entry -> {
                                checks.add(field + " = '" + entry.getKey() + "'");
                                checks.add(field + " != '" + entry.getKey() + "'");
                            });
        }
        return checks;
    }

    private static String text(String field, FieldValue value) {
        return switch (definition(field).type()) {
            case TEXT -> new String(value.bytes(0), value.offset(0), value.length(0), UTF_8);
            default -> Long.toString(value.numberAt(0));
        };
    }

    private static void walk(Path file, java.util.function.Consumer<EventContext> action)
            throws IOException {
        int[] left = {EVENTS};
        try (ScapSource source = new ScapSource(List.of(file.toString()))) {
            new Pipeline(
                            source,
                            new EventContext(),
                            context -> {
                                action.accept(context);
                                return --left[0] > 0;
                            })
                    .run();
        }
    }

    /** The calls that have an exit event of their own, by its code. */
    private static Map<Integer, Integer> numbersByCode() {
        Map<Integer, Integer> numbers = new HashMap<>();
        for (SystemCall call : SystemCallTable.rows()) {
            int number = call.number(Native.ARCHITECTURE);
            if (number >= 0 && !call.event().isGeneric()) {
                numbers.put(call.event().code(), number);
            }
        }
        return numbers;
    }

    private static FieldDefinition definition(String field) {
        return Objects.requireNonNull(FIELDS.find(field));
    }

    private static Path capture(String name) {
        for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
            Path file = at.resolve("shared/captures").resolve(name);
            if (Files.exists(file)) {
                return file;
            }
        }
        System.out.println("skipped: there is no shared/captures/" + name);
        abort("no " + name);
        throw new AssertionError("not skipped");
    }
}

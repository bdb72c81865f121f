// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.capture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kansoku.engine.fields.EngineFields;
import dev.kansoku.engine.fields.FieldOptions;
import dev.kansoku.event.EventTable;
import dev.kansoku.event.EventType;
import dev.kansoku.ffi.Native;
import dev.kansoku.filter.Filter;
import dev.kansoku.filter.field.FieldDefinition;
import dev.kansoku.filter.plan.Plan;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What of a filter the kernel is asked. */
class KernelPlannerTest {
    private static final EngineFields FIELDS = new EngineFields(FieldOptions.text());

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "proc.name = cat | name cat",
                "proc.name != cat | not name cat",
                "not proc.name = cat | not name cat",
                "not proc.name != cat | name cat",
                "proc.name in (cat, dd) | name cat dd",
                "proc.name startswith ng | name ng*",
                "proc.name = averyveryverylongname | name",
                "proc.name = '<NA>' | found of THREAD proc.name",
                "proc.name contains at | found of THREAD proc.name",
                "fd.num = 3 | FD 3",
                "fd.num != 3 | FD ..2 4..",
                "not fd.num = 3 | not FD 3",
                "fd.num > 3 and fd.num <= 7 | (FD 4.. and FD ..7)",
                "fd.num in (3, 4, 9) | FD 3..4 9",
                "evt.rawres < 0 | RESULT ..-1",
                "evt.failed = true | RESULT ..-1",
                "evt.failed = false | not RESULT ..-1",
                "not evt.failed = false | RESULT ..-1",
                "evt.res = ENOENT | RESULT ..-4096 -2",
                "evt.res = SUCCESS | RESULT ..-4096 0..",
                "not evt.res = ENOENT | not RESULT -2",
                "user.uid = 0 | UID 0",
                "group.gid >= 1000 | GID ..-1 1000..",
                "fd.type = ipv4 | KIND 1",
                "fd.type = file | KIND 3..5",
                "fd.type != file | -",
                "fd.type in (unix, pipe) | KIND 2..3",
                "not fd.type = ipv4 | -",
                "fd.typechar = o | -",
                "fd.typechar = 4 | KIND 1",
                "fd.l4proto != tcp | -",
                "fd.l4proto in (tcp, udp) | KIND 1",
                "fd.sport = 443 | PORT 443",
                "fd.sport != 443 | KIND 1",
                "fd.cport > 1024 | PORT ..-1 1025..",
                "fd.port = 443 and not fd.sport = 80 | PORT 443",
                "fd.port != 443 | KIND 1",
                "not fd.port = 443 | -",
                "evt.cpu = 1 or thread.tid = 7 | (CPU 1 or TID 7)",
                "proc.pid = 7 and fd.name contains x | (PID 7 and found of FD fd.name)",
                "proc.pid = 7 or fd.name contains x | (PID 7 or found of FD fd.name)",
                "not (proc.pid = 7 and fd.name contains x) | (not PID 7 or found of FD not"
                        + " fd.name)",
                "not (proc.pid = 7 or fd.name contains x) | (not PID 7 and found of FD not"
                        + " fd.name)",
                "proc.pid exists | found of THREAD proc.pid",
                "proc.exepath = /bin/cat | found of THREAD proc.exepath",
                "proc.exepath startswith /usr | found of THREAD proc.exepath",
                "not proc.exe in (cat, dd) | found of THREAD not proc.exe",
                "container.id != host and container.name in (a, b) | found of THREAD (container.id"
                        + " and container.name)",
                "proc.exepath = /bin/cat and proc.name = cat | (name cat and found of THREAD"
                        + " proc.exepath)",
                "proc.exepath = /bin/cat or fd.name startswith /etc | (found of THREAD proc.exepath"
                        + " or found of FD fd.name)",
                "proc.exepath = val(proc.exe) | found of THREAD proc.exe+proc.exepath",
                "toupper(proc.exepath) = /BIN/CAT | found of THREAD proc.exepath",
                "toupper(fd.name) = /ETC | -",
                "fd.name glob /etc/* | found of FD fd.name",
                "fd.directory = /etc and not fd.filename = passwd | found of FD (fd.directory and"
                        + " not fd.filename)",
                "fd.name exists | found of FD fd.name",
                "proc.pname = cat | -",
                "k8s.ns.name = a | -",
                "container.label[a] = b | -",
                "proc.name = val(proc.pname) | -",
                "evt.type = read and proc.name = cat | name cat",
                "evt.type = write and proc.name = cat | -",
                "evt.num < 5 and proc.name = cat | -",
                "evt.deltatime > 5 and proc.name = cat | -",
            })
    void thatMuchIsAskedOfARead(String filter, String asked) throws Exception {
        assertThat(words(question("read", filter))).isEqualTo(asked);
    }

    @Test
    void callsThatTheStateLearnsFromAreAskedWhereTheyFailedAndNothingIsLearnt() throws Exception {
        for (String call : new String[] {"connect", "mmap", "perf_event_open"}) {
            assertThat(question(call, "proc.name = cat")).as(call).isNull();
        }
        assertThat(words(question("openat", "proc.name = cat")))
                .isEqualTo("(not RESULT ..-1 or name cat)");
        assertThat(words(question("close", "proc.name = cat")))
                .isEqualTo("(not RESULT -9 or name cat)");
        assertThat(words(question("openat", "evt.type = read"))).isEqualTo("not RESULT ..-1");
        assertThat(question("openat", "evt.failed = true")).isNull();
        assertThat(question("openat", "evt.type = openat")).isNull();
        assertThat(question("openat", "proc.name = cat").ofFailures()).isTrue();
        assertThat(question("read", "proc.name = cat").ofFailures()).isFalse();
    }

    @Test
    void whereAnFdIsComesFromTheCallsRecipe() throws Exception {
        assertThat(question("read", "fd.num = 3").fd()).isEqualTo(new FdSource(0));
        assertThat(question("nanosleep", "fd.num = 3").fd()).isEqualTo(FdSource.ABSENT);
        assertThat(question("read", "fd.num = 3").result()).isEqualTo(KernelFilter.Result.TOLD);
        assertThat(question("getpid", "fd.num = 3").result()).isEqualTo(KernelFilter.Result.ABSENT);
    }

    @Test
    void ofTooManyNumbersThoseThatAreNotAskedForPassToo() throws Exception {
        StringBuilder list = new StringBuilder();
        for (int i = 0; i < 40; i++) {
            list.append(i == 0 ? "" : ", ").append(i * i);
        }
        var wide =
                (KernelPredicate.IsNumber) question("read", "fd.num in (" + list + ")").predicate();
        var narrow =
                (KernelPredicate.IsNumber)
                        question("read", "not fd.num in (" + list + ")").predicate();

        assertThat(wide.numbers().ranges()).hasSize(KernelPredicate.MOST_MEMBERS);
        assertThat(narrow.numbers().ranges()).hasSize(KernelPredicate.MOST_MEMBERS);
        for (int i = 0; i < 1600; i++) {
            boolean member = Math.sqrt(i) == (int) Math.sqrt(i);
            assertThat(wide.numbers().has(i) || !member).isTrue();
            assertThat(narrow.numbers().has(i) && !member).isFalse();
        }
    }

    private static KernelFilter.Question question(String call, String filter) throws Exception {
        KernelFilter asked = KernelFilter.of(Filter.compile(filter, FIELDS));
        for (SystemCall one : SystemCallTable.rows()) {
            if (one.name().equals(call)) {
                return asked.byCall().get(one.number(Native.ARCHITECTURE));
            }
        }
        throw new AssertionError("no call " + call);
    }

    private static String words(KernelFilter.Question question) {
        return question == null ? "-" : words(question.predicate());
    }

    private static String words(KernelPredicate predicate) {
        return switch (predicate) {
            case KernelPredicate.Fixed fixed -> fixed.holds() ? "always" : "never";
            case KernelPredicate.All all ->
                    all.terms().stream()
                            .map(KernelPlannerTest::words)
                            .collect(Collectors.joining(" and ", "(", ")"));
            case KernelPredicate.Any any ->
                    any.terms().stream()
                            .map(KernelPlannerTest::words)
                            .collect(Collectors.joining(" or ", "(", ")"));
            case KernelPredicate.IsNumber(var subject, var numbers, var negated) ->
                    (negated ? "not " : "")
                            + subject
                            + numbers.ranges().stream()
                                    .map(KernelPlannerTest::words)
                                    .collect(Collectors.joining());
            case KernelPredicate.Found(var of, var plan) -> "found of " + of + " " + plan(plan);
            case KernelPredicate.IsName(var names, var negated) ->
                    (negated ? "not " : "")
                            + "name"
                            + names.stream()
                                    .map(name -> " " + name.bytes() + (name.whole() ? "" : "*"))
                                    .collect(Collectors.joining());
        };
    }

    private static String plan(Plan plan) {
        return switch (plan) {
            case Plan.All all ->
                    all.terms().stream()
                            .map(KernelPlannerTest::plan)
                            .collect(Collectors.joining(" and ", "(", ")"));
            case Plan.Any any ->
                    any.terms().stream()
                            .map(KernelPlannerTest::plan)
                            .collect(Collectors.joining(" or ", "(", ")"));
            case Plan.Not not -> "not " + plan(not.term());
            default -> {
                Set<FieldDefinition> fields = new HashSet<>();
                plan.fields(fields);
                yield fields.stream()
                        .map(FieldDefinition::name)
                        .sorted()
                        .collect(Collectors.joining("+"));
            }
        };
    }

    private static String words(Numbers.Range range) {
        if (range.from() == range.to()) {
            return " " + range.from();
        }
        return " "
                + (range.from() == Long.MIN_VALUE ? "" : range.from())
                + ".."
                + (range.to() == Long.MAX_VALUE ? "" : range.to());
    }

    @Test
    void everyFieldOfTheTableIsOneOfTheCatalogue() {
        for (String[] row : Tables.read("kernel-fields.tsv", 3)) {
            if (!row[0].endsWith(".")) {
                assertThat(FIELDS.find(row[0])).as(row[0]).isNotNull();
            }
        }
    }

    @Test
    void resultsAreWholeNumbersWhereverTheyAreTold() {
        for (EventType type : EventTable.all()) {
            if (type.isExit() && type.indexOf("res") >= 0) {
                assertThat(type.parameter(type.indexOf("res")).type().width())
                        .as(type.name())
                        .isEqualTo(Long.BYTES);
            }
        }
    }
}

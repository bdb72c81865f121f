// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.capture;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kansoku.event.Event;
import dev.kansoku.event.EventBuilder;
import dev.kansoku.event.Symbols;
import dev.kansoku.ffi.Architecture;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What calls of 32-bit programs are called. */
class CompatCallsTest {
    private final CompatCalls calls = new CompatCalls(Architecture.X86_64);

    @ParameterizedTest
    @CsvSource({
        "3, read",
        "5, open",
        "11, execve",
        "20, getpid",
        "102, socketcall",
        "120, clone",
        "195, stat64",
        "203, setreuid",
        "295, openat",
        "362, connect",
        "407, clock_nanosleep"
    })
    void aMarkedNumberIsThatOf32BitPrograms(int number, String name) {
        for (int code : new int[] {0, 1}) {
            Event event = generic(code, CompatCalls.MARK | number);
            calls.name(event);
            assertThat(new String(Symbols.typeName(event), US_ASCII)).isEqualTo(name);
            assertThat(event.unsigned(1)).isEqualTo(number);
        }
    }

    @Test
    void anUnmarkedNumberIsThatOf64BitPrograms() {
        Event event = generic(1, 5);
        calls.name(event);
        assertThat(new String(Symbols.typeName(event), US_ASCII)).isEqualTo("fstat");
    }

    @Test
    void withoutANameItIsNotTakenForAnother() {
        Event unknown = generic(1, CompatCalls.MARK | 17);
        calls.name(unknown);
        assertThat(new String(Symbols.typeName(unknown), US_ASCII)).isEqualTo("unknown");
        Event arm = generic(1, CompatCalls.MARK | 5);
        new CompatCalls(Architecture.AARCH64).name(arm);
        assertThat(new String(Symbols.typeName(arm), US_ASCII)).isEqualTo("unknown");
    }

    @Test
    void numbersAreThereOnce() {
        Set<String> numbers = new HashSet<>();
        for (String[] row : Tables.read("compat-calls.tsv", 2)) {
            assertThat(numbers.add(row[0])).as(row[1]).isTrue();
        }
        assertThat(numbers).hasSizeGreaterThan(400);
    }

    private static Event generic(int code, int number) {
        Event event = new Event();
        new EventBuilder().begin(code, 1, 1).sized(0, 2).sized(number, 2).finish(event);
        return event;
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.capture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kansoku.ffi.Architecture;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class SystemCallTableTest {
    @Test
    void everyParameterOfEachEventHasARecipe() {
        for (SystemCall call : SystemCallTable.rows()) {
            assertThat(call.recipes())
                    .as("%s: recipes for %s", call.name(), call.event())
                    .hasSameSizeAs(call.event().parameters());
            assertThat(call.event().isExit()).as("%s is an exit event", call.event()).isTrue();
        }
    }

    @Test
    void everyConversionIsInTheTableOfConversions() {
        for (Architecture architecture : Architecture.values()) {
            Map<String, Conversion> conversions = Conversion.all(architecture);
            for (SystemCall call : SystemCallTable.rows()) {
                for (Recipe recipe : call.recipes()) {
                    if (recipe.conversion() != null) {
                        assertThat(conversions).as(call.name()).containsKey(recipe.conversion());
                    }
                }
            }
        }
    }

    @Test
    void noTwoCallsShareANumber() {
        for (Architecture architecture : Architecture.values()) {
            long numbered =
                    SystemCallTable.rows().stream()
                            .filter(call -> call.number(architecture) >= 0)
                            .count();
            assertThat(
                            Arrays.stream(SystemCallTable.byNumber(architecture))
                                    .filter(Objects::nonNull)
                                    .count())
                    .isEqualTo(numbered);
        }
    }

    @Test
    void theTableHoldsOver300CallsOfWhichAbout150HaveTheirOwnEvents() {
        assertThat(SystemCallTable.rows()).hasSizeGreaterThan(370);
        assertThat(SystemCallTable.rows().stream().filter(call -> !call.event().isGeneric()))
                .hasSizeGreaterThan(140);
    }

    @Test
    void convertsOpenFlagsOfBothArchitectures() {
        Conversion x86 =
                Objects.requireNonNull(Conversion.all(Architecture.X86_64).get("open_flags"));
        assertThat(x86.apply(0)).isEqualTo(1);
        assertThat(x86.apply(02 | 0100 | 02000000)).isEqualTo(3 | 4 | 4096);
        assertThat(x86.apply(0200000)).isEqualTo(1 | 1024);
        Conversion arm =
                Objects.requireNonNull(Conversion.all(Architecture.AARCH64).get("open_flags"));
        assertThat(arm.apply(040000)).isEqualTo(1 | 1024);
        assertThat(arm.apply(0200000)).isEqualTo(1 | 512);
    }

    @Test
    void anUnknownFcntlCommandConvertsToZero() {
        Conversion commands =
                Objects.requireNonNull(Conversion.all(Architecture.X86_64).get("fcntl_commands"));
        assertThat(commands.apply(0)).isEqualTo(1);
        assertThat(commands.apply(128 + 6)).isEqualTo(26);
        assertThat(commands.apply(77)).isZero();
    }
}

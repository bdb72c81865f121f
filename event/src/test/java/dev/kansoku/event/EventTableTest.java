// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.event;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class EventTableTest {
    @Test
    void holds227PairsOfAnEnterAndAnExit() {
        assertThat(EventTable.size()).isEqualTo(454);
        assertThat(EventTable.all()).hasSize(454);
        for (EventType type : EventTable.all()) {
            assertThat(EventTable.type(type.code())).isSameAs(type);
            assertThat(type.isExit()).as("%s", type).isEqualTo(type.code() % 2 == 1);
            assertThat(new String(type.nameBytes(), US_ASCII)).isEqualTo(type.name());
        }
    }

    @Test
    void namesATypeWithItsDirectionAndItsCode() {
        assertThat(EventTable.type(307)).hasToString("< openat (307)");
        assertThat(EventTable.type(307).name()).isEqualTo("openat");
        assertThat(EventTable.type(0).isGeneric()).isTrue();
        assertThat(EventTable.type(1).isGeneric()).isTrue();
        assertThat(EventTable.type(2).isGeneric()).isFalse();
    }

    @Test
    void knowsWhatOpenat2ReturnsAndWhatItsPathIsRelativeTo() {
        EventType openat2 = EventTable.type(327);
        assertThat(openat2.category()).isEqualTo(Category.FILE);
        assertThat(openat2.is(Category.Origin.SYSCALL)).isTrue();
        assertThat(openat2.is(Category.Origin.METAEVENT)).isFalse();
        assertThat(openat2.has(EventFlag.CREATES_FD)).isTrue();
        assertThat(openat2.has(EventFlag.DESTROYS_FD)).isFalse();
        assertThat(openat2.parameters().stream().map(Parameter::name))
                .containsExactly("fd", "dirfd", "name", "flags", "mode", "resolve", "dev", "ino");
        assertThat(openat2.indexOf("name")).isEqualTo(2);
        assertThat(openat2.indexOf("nonsense")).isEqualTo(-1);
        assertThat(openat2.parameter(2))
                .isEqualTo(
                        new Parameter(
                                "name",
                                ParameterType.FSRELPATH,
                                Parameter.Format.DECIMAL,
                                null,
                                1));
        assertThat(openat2.parameter(3).symbols()).isEqualTo("file_flags");
        assertThat(openat2.parameter(4).format()).isEqualTo(Parameter.Format.OCTAL);
        assertThat(openat2.parameter(6).format()).isEqualTo(Parameter.Format.HEXADECIMAL);
    }

    @Test
    void givesEveryRelativePathADirfdInItsOwnEvent() {
        int paths = 0;
        for (EventType type : EventTable.all()) {
            for (Parameter parameter : type.parameters()) {
                if (parameter.type() != ParameterType.FSRELPATH) {
                    assertThat(parameter.dirfd()).as("%s of %s", parameter, type).isEqualTo(-1);
                    continue;
                }
                paths++;
                assertThat(type.parameter(parameter.dirfd()).type())
                        .as("what %s of %s is relative to", parameter, type)
                        .isIn(ParameterType.FD, ParameterType.FD32);
            }
        }
        assertThat(paths).isEqualTo(18);
    }

    @Test
    void hasASymbolTableForEveryFlagParameter() {
        List<ParameterType> symbolic =
                List.of(
                        ParameterType.FLAGS8,
                        ParameterType.FLAGS16,
                        ParameterType.FLAGS32,
                        ParameterType.ENUMFLAGS8,
                        ParameterType.ENUMFLAGS16,
                        ParameterType.ENUMFLAGS32,
                        ParameterType.MODE);
        for (EventType type : EventTable.all()) {
            for (Parameter parameter : type.parameters()) {
                if (symbolic.contains(parameter.type()) && parameter.symbols() != null) {
                    assertThat(Symbols.table(parameter.symbols()).size()).isPositive();
                }
            }
        }
    }

    @Test
    void readsFlagsOfTheWholeTable() {
        assertThat(count(EventFlag.LARGE_PAYLOAD)).isEqualTo(3);
        assertThat(count(EventFlag.CREATES_FD)).isEqualTo(70);
        assertThat(count(EventFlag.UNUSED)).isEqualTo(35);
        assertThat(count(EventFlag.OLD_VERSION)).isEqualTo(223);
    }

    @Test
    void keepsTheCodesOfParameterTypesAndFlags() {
        ParameterType[] types = ParameterType.values();
        assertThat(types[18]).isEqualTo(ParameterType.SYSCALLID);
        assertThat(types[34]).isEqualTo(ParameterType.SIGSET);
        assertThat(types[48]).isEqualTo(ParameterType.PID32);
        assertThat(ParameterType.FSRELPATH.label()).isEqualTo("fsrelpath");
        assertThat(EventFlag.CONVERTER_MANAGED.bit()).isEqualTo(12);
        assertThat(EventFlag.OLD_VERSION.bit()).isEqualTo(9);
    }

    @Test
    void labelsCategoriesAsTheFamilyDoes() {
        assertThat(label(">", "open")).isEqualTo("file");
        assertThat(label(">", "pipe")).isEqualTo("IPC");
        assertThat(label(">", "poll")).isEqualTo("wait");
        assertThat(label(">", "switch")).isEqualTo("scheduler");
        assertThat(label(">", "container")).isEqualTo("internal");
        assertThat(label(">", "read")).isEqualTo("unknown");
        assertThat(label("<", "NA")).isEqualTo("unknown");
        assertThat(Category.IO_READ.isRefinedByFd()).isTrue();
        assertThat(Category.NET.isRefinedByFd()).isFalse();
    }

    private static String label(String direction, String name) {
        return EventTable.all().stream()
                .filter(type -> type.name().equals(name) && type.isExit() == direction.equals("<"))
                .findFirst()
                .orElseThrow()
                .categoryLabel();
    }

    private static long count(EventFlag flag) {
        return EventTable.all().stream().filter(type -> type.has(flag)).count();
    }
}

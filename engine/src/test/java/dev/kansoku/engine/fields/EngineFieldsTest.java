// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.engine.fields;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.kansoku.engine.EventContext;
import dev.kansoku.engine.Pipeline;
import dev.kansoku.engine.golden.Captures;
import dev.kansoku.engine.source.ScapSource;
import dev.kansoku.filter.Filter;
import dev.kansoku.filter.field.Extractor;
import dev.kansoku.filter.field.FieldArgumentException;
import dev.kansoku.filter.field.FieldCatalogue;
import dev.kansoku.filter.field.FieldDefinition;
import dev.kansoku.filter.field.FieldDefinition.Argument;
import dev.kansoku.filter.field.FieldValue;
import dev.kansoku.filter.syntax.FilterException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class EngineFieldsTest {
    private final EngineFields fields = new EngineFields(FieldOptions.text());

    @Test
    void holds354FieldsEachWithADescription() {
        assertThat(fields.all()).hasSize(354).doesNotHaveDuplicates();
        assertThat(fields.all())
                .allSatisfy(
                        field -> {
                            assertThat(fields.find(field.name())).isSameAs(field);
                            assertThat(field.description()).endsWith(".").hasSizeBetween(10, 140);
                        });
    }

    @Test
    void showsOfEachFieldAFilterThatAsksForIt() {
        assertThat(fields.all())
                .allSatisfy(
                        field ->
                                assertThat(Filter.compile(field.example(), fields).fields())
                                        .contains(compared(field)));
    }

    /** The field itself, or the one that is compared in its place. */
    private FieldDefinition compared(FieldDefinition field) {
        FieldCatalogue.Substitute substitute = fields.substitute(field, List.of("localhost"));
        return substitute == null ? field : substitute.field();
    }

    @Test
    void comparesNamesOfHostsByTheirAddresses() throws FilterException {
        EngineFields offline = new EngineFields(FieldOptions.text().withNames(false));

        assertThat(Filter.compile("fd.cip.name in (localhost, 10.0.0.1)", offline).fields())
                .containsExactly(definition("fd.cip"));
        assertThat(Filter.compile("fd.rip.name = no-such-host.invalid", offline).fields())
                .as("never holds")
                .isEmpty();
        assertThat(Filter.compile("fd.lip.name contains local", offline).fields())
                .containsExactly(definition("fd.lip.name"));
        assertThatThrownBy(() -> Filter.compile("fd.sip.name = 'two words'", offline))
                .isInstanceOf(FilterException.class)
                .hasMessageContaining("is no host's name");
    }

    @Test
    void hasAnExtractorForEachFieldWithAndWithoutItsArgument() {
        assertThat(fields.all())
                .allSatisfy(
                        field -> {
                            if (field.argument() != Argument.REQUIRED) {
                                assertThat(fields.extractor(field, null)).isNotNull();
                            }
                            if (field.argument() != Argument.NONE) {
                                assertThat(fields.extractor(field, argument(field))).isNotNull();
                            }
                        });
    }

    @Test
    void namesAnArgumentThatNoFieldKnows() {
        assertThatThrownBy(() -> extractor("evt.arg", "nosuchparameter"))
                .isInstanceOf(FieldArgumentException.class)
                .hasMessage("evt.arg: no event has a parameter \"nosuchparameter\"");
        assertThatThrownBy(() -> extractor("proc.apid", "x"))
                .isInstanceOf(FieldArgumentException.class)
                .hasMessage("proc.apid takes a number, not \"x\"");
        assertThatThrownBy(() -> extractor("container.mount", ""))
                .isInstanceOf(FieldArgumentException.class)
                .hasMessage("container.mount takes no empty argument");
        assertThatThrownBy(() -> extractor("proc.is_descendant_of", "init"))
                .isInstanceOf(FieldArgumentException.class)
                .hasMessage("proc.is_descendant_of takes a number, not \"init\"");
        assertThatThrownBy(() -> extractor("evt.abspath", "both"))
                .isInstanceOf(FieldArgumentException.class)
                .hasMessage("evt.abspath knows src, dst, not \"both\"");
    }

    @Test
    void complainsOfAnEventTypeThatDoesNotExist() {
        FieldDefinition type = definition("evt.type");

        assertThat(fields.complaint(type, "openat")).isNull();
        assertThat(fields.complaint(type, "epoll_ctl")).as("a generic call").isNull();
        assertThat(fields.complaint(type, "opennat"))
                .isEqualTo("no event has the type \"opennat\"");
        assertThat(fields.suggestions(type)).contains("openat", "epoll_ctl");
    }

    @Test
    void tellsFromTheTypeAloneWhichEventsAFilterCanMatch() throws FilterException {
        Filter<EventContext> filter = Filter.compile("evt.type=close and evt.dir=<", fields);

        assertThat(filter.eventTypes().get(4)).as("close, enter").isFalse();
        assertThat(filter.eventTypes().get(5)).as("close, exit").isTrue();
        assertThat(filter.eventTypes().get(6)).as("read, enter").isFalse();
    }

    @Test
    void takesEveryFieldFromEveryEventOfTheCapturesWithoutAFault() throws Exception {
        assumeTrue(Captures.present());
        Map<String, Integer> found = new HashMap<>();
        List<Named> extractors = extractors();
        FieldValue value = new FieldValue();
        for (String capture : List.of("files", "net", "procs", "curl_google", "cat_write")) {
            Path file = Captures.file(capture);
            assumeTrue(file != null);
            try (ScapSource source = new ScapSource(List.of(String.valueOf(file)))) {
                new Pipeline(
                                source,
                                new EventContext(),
                                context -> take(context, extractors, value, found))
                        .run();
            }
        }
        assertThat(found)
                .containsKeys("fd.cip", "proc.aname[1]", "evt.rawarg[fd]", "fs.path.target");
    }

    private record Named(String name, FieldDefinition field, Extractor<EventContext> extractor) {}

    private List<Named> extractors() throws FieldArgumentException {
        List<Named> all = new ArrayList<>();
        for (FieldDefinition field : fields.all()) {
            if (field.argument() != Argument.REQUIRED) {
                all.add(new Named(field.name(), field, fields.extractor(field, null)));
            }
            if (field.argument() != Argument.NONE) {
                String argument = argument(field);
                all.add(
                        new Named(
                                field.name() + "[" + argument + "]",
                                field,
                                fields.extractor(field, argument)));
            }
        }
        return all;
    }

    private static boolean take(
            EventContext context,
            List<Named> extractors,
            FieldValue value,
            Map<String, Integer> found) {
        for (Named named : extractors) {
            value.begin(named.field().type());
            if (named.extractor().extract(context, value)) {
                assertThat(value.size()).as(named.name()).isPositive();
                found.merge(named.name(), 1, Integer::sum);
            }
        }
        return true;
    }

    private static String argument(FieldDefinition field) {
        return switch (field.name()) {
            case "evt.arg", "evt.rawarg" -> "fd";
            case "evt.abspath" -> "dst";
            case "evt.type.is" -> "open";
            case "proc.env" -> "PATH";
            case "thread.cgroup" -> "memory";
            default -> "1";
        };
    }

    private Extractor<EventContext> extractor(String name, @Nullable String argument)
            throws FieldArgumentException {
        return fields.extractor(definition(name), argument);
    }

    private FieldDefinition definition(String name) {
        FieldDefinition field = fields.find(name);
        assertThat(field).as(name).isNotNull();
        return field;
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.engine.fields;

import dev.kansoku.engine.EventContext;
import dev.kansoku.event.EventTable;
import dev.kansoku.event.EventType;
import dev.kansoku.event.Symbols;
import dev.kansoku.filter.field.Extractor;
import dev.kansoku.filter.field.FieldArgumentException;
import dev.kansoku.filter.field.FieldCatalogue;
import dev.kansoku.filter.field.FieldDefinition;
import dev.kansoku.filter.field.Lifetime;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * The fields over the engine's state. What each is stands in {@code fields.tsv}; how each is taken
 * stands in the class of its subject, such as {@link FdFields}.
 *
 * <p>Thread-safe; the extractors belong to one thread.
 */
public final class EngineFields implements FieldCatalogue<EventContext> {
    private static final List<FieldDefinition> DEFINITIONS = FieldRows.definitions();
    private static final Map<String, FieldDefinition> BY_NAME = byName();
    private static final Extractors EXTRACTORS = extractors();
    private static final Set<String> EVENT_NAMES = eventNames();

    private final FieldOptions options;
    private final HostNames hosts;
    private final HostAddresses addresses;

    public EngineFields(FieldOptions options) {
        this.options = options;
        this.hosts = new HostNames(options.names());
        this.addresses = new HostAddresses(options.names());
    }

    @Override
    public List<FieldDefinition> all() {
        return DEFINITIONS;
    }

    @Override
    public @Nullable FieldDefinition find(String name) {
        return BY_NAME.get(name);
    }

    @Override
    public Extractor<EventContext> extractor(FieldDefinition field, @Nullable String argument)
            throws FieldArgumentException {
        if (argument != null && argument.isEmpty()) {
            throw new FieldArgumentException(field.name() + " takes no empty argument");
        }
        if (argument != null
                && field.name().equals("evt.type.is")
                && !EVENT_NAMES.contains(argument)) {
            throw new FieldArgumentException("no event has the type \"" + argument + "\"");
        }
        Extractors.OfHosts ofHosts = EXTRACTORS.ofHosts(field.name());
        return ofHosts != null
                ? ofHosts.make(hosts)
                : EXTRACTORS.named(field.name()).make(argument, options);
    }

    @Override
    public @Nullable String complaint(FieldDefinition field, String literal) {
        return switch (field.name()) {
            case "evt.type", "syscall.type" ->
                    EVENT_NAMES.contains(literal)
                            ? null
                            : "no event has the type \"" + literal + "\"";
            case "evt.dir" ->
                    literal.equals(">") || literal.equals("<")
                            ? null
                            : "evt.dir is > for an enter and < for an exit";
            case "fd.cip.name", "fd.sip.name", "fd.lip.name", "fd.rip.name" ->
                    HostAddresses.complaint(literal);
            default -> null;
        };
    }

    /** A host's name is compared by its addresses. */
    @Override
    public @Nullable Substitute substitute(FieldDefinition field, List<String> literals) {
        FieldDefinition address =
                switch (field.name()) {
                    case "fd.cip.name", "fd.sip.name", "fd.lip.name", "fd.rip.name" ->
                            find(field.name().substring(0, "fd.sip".length()));
                    default -> null;
                };
        return address == null ? null : new Substitute(address, addresses.of(literals));
    }

    /**
     * Names of hosts in filters that were read so far which have no addresses, as far as this
     * machine knows: no event is of them.
     */
    public Set<String> unknownHosts() {
        return addresses.unknown();
    }

    @Override
    public Collection<String> suggestions(FieldDefinition field) {
        return switch (field.name()) {
            case "evt.type", "syscall.type" -> EVENT_NAMES;
            case "evt.dir" -> List.of(">", "<");
            default -> List.of();
        };
    }

    @Override
    public @Nullable Extractor<EventType> byEventType(
            FieldDefinition field, @Nullable String argument) {
        return EventFields.byEventType(field.name());
    }

    @Override
    public @Nullable Extractor<byte[]> byCallName(
            FieldDefinition field, @Nullable String argument) {
        return switch (field.name()) {
            case "evt.type", "syscall.type" ->
                    (name, out) -> {
                        out.bytes(name);
                        return true;
                    };
            default -> null;
        };
    }

    @Override
    public ToIntFunction<EventContext> eventCode() {
        return context -> context.event().code();
    }

    @Override
    public Lifetime lifetime(FieldDefinition field) {
        return Lifetimes.of(field.name());
    }

    private static Map<String, FieldDefinition> byName() {
        Map<String, FieldDefinition> byName = new HashMap<>();
        for (FieldDefinition field : DEFINITIONS) {
            byName.put(field.name(), field);
        }
        return byName;
    }

    private static Extractors extractors() {
        Extractors into = new Extractors();
        EventFields.add(into);
        EventIoFields.add(into);
        EventResultFields.add(into);
        EventTimeFields.add(into);
        EventStackFields.add(into);
        EventTruthFields.add(into);
        EventArgumentFields.add(into);
        DockerFields.add(into);
        ProcessFields.add(into);
        AncestorFields.add(into);
        ThreadFields.add(into);
        UserFields.add(into);
        FdFields.add(into);
        FdAddressFields.add(into);
        FdListFields.add(into);
        PathFields.add(into);
        SyslogFields.add(into);
        ContainerFields.add(into);
        MountFields.add(into);
        ProbeFields.add(into);
        KubernetesFields.add(into);
        return into;
    }

    private static Set<String> eventNames() {
        Set<String> names = new TreeSet<>();
        for (EventType type : EventTable.all()) {
            names.add(type.name());
        }
        for (int id = 0; id < Symbols.syscallCount(); id++) {
            byte[] name = Symbols.syscallName(id);
            if (name != null) {
                names.add(new String(name, StandardCharsets.US_ASCII));
            }
        }
        return names;
    }
}

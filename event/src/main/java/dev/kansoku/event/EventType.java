// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.event;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One row of the event table: what an event code stands for. Immutable. */
public final class EventType {
    /** The origins that stand for a category where an event has none. */
    private static final List<Category.Origin> LABELLED_ORIGINS =
            List.of(Category.Origin.WAIT, Category.Origin.SCHEDULER, Category.Origin.INTERNAL);

    private final int code;
    private final boolean exit;
    private final String name;
    private final byte[] nameBytes;
    private final Category category;
    private final int origins;
    private final int flags;
    private final int lengthSize;
    private final List<Parameter> parameters;
    private final @Nullable EventType older;

    EventType(
            int code,
            boolean exit,
            String name,
            Category category,
            int origins,
            int flags,
            List<Parameter> parameters) {
        this(code, exit, name, category, origins, flags, parameters, null);
    }

    private EventType(
            int code,
            boolean exit,
            String name,
            Category category,
            int origins,
            int flags,
            List<Parameter> parameters,
            @Nullable EventType older) {
        this.code = code;
        this.exit = exit;
        this.name = name;
        this.nameBytes = name.getBytes(StandardCharsets.US_ASCII);
        this.category = category;
        this.origins = origins;
        this.flags = flags;
        this.lengthSize = has(EventFlag.LARGE_PAYLOAD) ? 4 : 2;
        this.parameters = List.copyOf(parameters);
        this.older = older;
    }

    /** This type, whose events of as many parameters as {@code older} or fewer have those. */
    EventType withOlderForm(List<Parameter> older) {
        return new EventType(
                code,
                exit,
                name,
                category,
                origins,
                flags,
                parameters,
                new EventType(code, exit, name, category, origins, flags, older));
    }

    /** The code in files: even for an enter, odd for an exit. */
    public int code() {
        return code;
    }

    /**
     * Whether this is an exit ({@code <}); an event that is neither, such as a switch, counts as an
     * enter.
     */
    public boolean isExit() {
        return exit;
    }

    /**
     * The name as {@code evt.type} shows it. Several codes share one name where a call's layout
     * changed over time.
     */
    public String name() {
        return name;
    }

    /** The name as bytes, shared and not to be written to. */
    public byte[] nameBytes() {
        return nameBytes;
    }

    public Category category() {
        return category;
    }

    /**
     * What {@code evt.category} shows; where {@link Category#isRefinedByFd} the fd's kind takes its
     * place.
     */
    public String categoryLabel() {
        if (category == Category.NONE) {
            for (Category.Origin origin : LABELLED_ORIGINS) {
                if (is(origin)) {
                    return origin.label();
                }
            }
        }
        return category.label();
    }

    public boolean is(Category.Origin origin) {
        return (origins & origin.mask()) != 0;
    }

    /** The width of a parameter's length, in bytes: 2, or 4 where payloads can be large. */
    public int lengthSize() {
        return lengthSize;
    }

    public boolean has(EventFlag flag) {
        return (flags & flag.mask()) != 0;
    }

    public List<Parameter> parameters() {
        return parameters;
    }

    public Parameter parameter(int index) {
        return parameters.get(index);
    }

    /** The index of the parameter with this name, or -1. */
    public int indexOf(String parameter) {
        for (int i = 0; i < parameters.size(); i++) {
            if (parameters.get(i).name().equals(parameter)) {
                return i;
            }
        }
        return -1;
    }

    /**
     * The row as an event with {@code count} parameters has it: where a parameter's name or type
     * changed over time, an event of an older writer, known by its fewer parameters, has the older
     * one. Same code, same name.
     */
    public EventType form(int count) {
        return older != null && count <= older.parameters.size() ? older : this;
    }

    /** Whether this is the generic event, whose call is named by its number. */
    public boolean isGeneric() {
        return code <= 1;
    }

    @Override
    public String toString() {
        return (exit ? "< " : "> ") + name + " (" + code + ")";
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.lua;

import dev.kansoku.engine.EventContext;
import dev.kansoku.event.TextBuffer;
import dev.kansoku.event.render.AddressText;
import dev.kansoku.filter.ShownOperand;
import dev.kansoku.filter.field.Extractor;
import dev.kansoku.filter.field.FieldCatalogue;
import dev.kansoku.filter.field.FieldType;
import dev.kansoku.filter.field.FieldValue;
import dev.kansoku.filter.syntax.FilterException;
import dev.kansoku.filter.syntax.SysdigParser;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** The fields that a script has asked for. A handle is a field's number, from 1 on. */
final class FieldHandles {
    /** To scripts it is text, in the form that is set for buffers. */
    private static final String BUFFER = "evt.buffer";

    private static final String SHOWN_BUFFER = "evt.arg.data";
    private static final String RAW_BUFFER = "evt.rawarg.data";
    private static final String DATA = "data";
    private static final byte[] NO_BYTES = {};
    private static final Pattern ARGUMENT = Pattern.compile("evt\\.(raw)?arg\\.\\w+");
    private static final int IPV4_SIZE = 4;
    private static final int IPV6_SIZE = 16;

    private final List<String> names = new ArrayList<>();
    private final List<Extractor<EventContext>> extractors = new ArrayList<>();
    private final List<FieldType> types = new ArrayList<>();
    private final FieldValue value = new FieldValue();
    private final TextBuffer address = new TextBuffer();

    /**
     * The handle of a field. An argument that no event has is allowed, as in the reference, whose
     * scripts name those of events that are gone: it is always missing.
     */
    int request(String field, FieldCatalogue<EventContext> catalogue) throws LuaException {
        try {
            String shown = field.equals(BUFFER) ? SHOWN_BUFFER : field;
            ShownOperand<EventContext> operand =
                    ShownOperand.of(SysdigParser.operand(shown, 0), shown, catalogue);
            names.add(field);
            extractors.add(operand.extractor());
            types.add(operand.definition().type());
            return extractors.size();
        } catch (FilterException e) {
            if (ARGUMENT.matcher(field).matches()) {
                names.add(field);
                extractors.add((_, _) -> false);
                types.add(FieldType.TEXT);
                return extractors.size();
            }
            throw new LuaException(e.getMessage() + " in chisel.request_field(\"" + field + "\")");
        }
    }

    /** Takes all fields from another catalogue from now on. */
    void reread(FieldCatalogue<EventContext> catalogue) throws LuaException {
        List<String> before = List.copyOf(names);
        names.clear();
        extractors.clear();
        types.clear();
        for (String field : before) {
            request(field, catalogue);
        }
    }

    /** Pushes what an event has for a handle: nil where that is nothing. */
    void push(long handle, EventContext context, LuaState lua) throws LuaException {
        if (handle <= 0 || handle > extractors.size()) {
            throw new LuaException("evt.field needs what chisel.request_field returned");
        }
        int index = (int) handle - 1;
        value.begin(types.get(index));
        if (!extractors.get(index).extract(context, value) || value.size() == 0) {
            if (isEmptyData(names.get(index), context)) {
                lua.push(NO_BYTES);
            } else {
                lua.pushNil();
            }
            return;
        }
        switch (value.type()) {
            case TEXT, BYTES, DYNAMIC -> lua.push(value.bytes(0), value.offset(0), value.length(0));
            case BOOLEAN -> lua.push(value.numberAt(0) != 0);
            case DOUBLE -> lua.push(value.real());
            case SIGNED -> lua.push((double) value.numberAt(0));
            case UNSIGNED, RELATIVE_TIME, ABSOLUTE_TIME -> lua.push(unsigned(value.numberAt(0)));
            case ADDRESS, NET -> pushAddress(lua);
        }
    }

    /** A call that moves data and moved none, as a read at a file's end, has data: none. */
    private static boolean isEmptyData(String field, EventContext context) {
        return field.equals(RAW_BUFFER) && context.event().type().indexOf(DATA) >= 0;
    }

    private void pushAddress(LuaState lua) {
        address.clear();
        if (value.length(0) == IPV4_SIZE) {
            AddressText.ipv4(value.bytes(0), value.offset(0), address);
        } else if (value.length(0) == IPV6_SIZE) {
            AddressText.ipv6(value.bytes(0), value.offset(0), address);
        }
        lua.push(address.bytes(), 0, address.length());
    }

    private static double unsigned(long number) {
        return number >= 0 ? number : (double) (number >>> 1) * 2;
    }
}

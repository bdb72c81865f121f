package dev.kansoku.filter;

import dev.kansoku.event.EventTable;
import dev.kansoku.filter.field.FieldCatalogue;
import dev.kansoku.filter.field.FieldDefinition;
import dev.kansoku.filter.syntax.Expression;
import dev.kansoku.filter.syntax.FilterException;
import dev.kansoku.filter.syntax.SysdigParser;
import java.util.BitSet;
import java.util.Set;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * A filter made ready: says of an event whether it matches. Allocates nothing per event (a {@code
 * regex} check does). Belongs to one thread, since its checks keep scratch space.
 *
 * <p>A check of a field that the event does not have is false, {@code !=} too; {@code not} turns
 * that around. A field with several values passes a check by any one of them; {@code !=} asks that
 * none is equal.
 *
 * @param <C> what field values are taken from
 */
public final class Filter<C> {
    private final Part<C> part;
    private final @Nullable ToIntFunction<C> eventCode;
    private final Node<C> whole;
    private final @Nullable Node<C>[] byCode;
    private final Set<FieldDefinition> fields;

    @SuppressWarnings("unchecked")
    private Filter(
            Part<C> part, @Nullable ToIntFunction<C> eventCode, Set<FieldDefinition> fields) {
        this.part = part;
        this.eventCode = eventCode;
        this.whole = part.node();
        this.byCode = (Node<C>[]) new Node<?>[EventTable.size()];
        this.fields = fields;
    }

    /** Reads a filter and makes it ready. */
    public static <C> Filter<C> compile(String text, FieldCatalogue<C> catalogue)
            throws FilterException {
        return of(SysdigParser.parse(text), text, catalogue);
    }

    /**
     * Makes an expression ready.
     *
     * @param text what it was read from, for messages
     */
    public static <C> Filter<C> of(Expression expression, String text, FieldCatalogue<C> catalogue)
            throws FilterException {
        FilterCompiler<C> compiler = new FilterCompiler<>(catalogue, text);
        Part<C> part = compiler.compile(expression);
        return new Filter<>(part, catalogue.eventCode(), Set.copyOf(compiler.fields()));
    }

    /** Whether the event at hand passes. */
    public boolean matches(C context) {
        if (eventCode == null) {
            return whole.matches(context);
        }
        int code = eventCode.applyAsInt(context);
        Node<C> node = byCode[code];
        return node == null ? prepared(code).matches(context) : node.matches(context);
    }

    /** Makes what is still to be asked of events of one type, when the first of them comes. */
    private Node<C> prepared(int code) {
        Node<C> node = part.nodeFor(code);
        byCode[code] = node;
        return node;
    }

    /**
     * The codes of the event types that this filter can match; no event of another type needs to be
     * shown to it.
     */
    public BitSet eventTypes() {
        return (BitSet) part.can().clone();
    }

    /** The fields that it asks for. */
    public Set<FieldDefinition> fields() {
        return fields;
    }
}

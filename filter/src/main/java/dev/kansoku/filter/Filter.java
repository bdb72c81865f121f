package dev.kansoku.filter;

import dev.kansoku.filter.field.FieldCatalogue;
import dev.kansoku.filter.field.FieldDefinition;
import java.util.BitSet;
import java.util.Set;

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
    private final Node<C> root;
    private final BitSet eventTypes;
    private final Set<FieldDefinition> fields;

    private Filter(Node<C> root, BitSet eventTypes, Set<FieldDefinition> fields) {
        this.root = root;
        this.eventTypes = eventTypes;
        this.fields = fields;
    }

    /** Reads a filter and makes it ready. */
    public static <C> Filter<C> compile(String text, FieldCatalogue<C> catalogue)
            throws FilterException {
        return of(FilterParser.parse(text), text, catalogue);
    }

    /**
     * Makes an expression ready.
     *
     * @param text what it was read from, for messages
     */
    public static <C> Filter<C> of(Expression expression, String text, FieldCatalogue<C> catalogue)
            throws FilterException {
        FilterCompiler<C> compiler = new FilterCompiler<>(catalogue, text);
        FilterCompiler.Part<C> part = compiler.compile(expression);
        return new Filter<>(part.node(), part.can(), Set.copyOf(compiler.fields()));
    }

    public boolean matches(C context) {
        return root.matches(context);
    }

    /**
     * The codes of the event types that this filter can match; no event of another type needs to be
     * shown to it.
     */
    public BitSet eventTypes() {
        return (BitSet) eventTypes.clone();
    }

    /** The fields that it asks for. */
    public Set<FieldDefinition> fields() {
        return fields;
    }
}

package dev.kansoku.filter;

import dev.kansoku.event.EventTable;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * A part of a filter, with what is known of it by the event's type alone. For each type it gives
 * the nodes that are still to be asked: of {@code evt.type=open and proc.name=cat}, nothing for a
 * close, and the name alone for an open.
 *
 * @param <C> what values are taken from
 */
abstract sealed class Part<C> {
    private final BitSet can;
    private final BitSet must;

    private Part(BitSet can, BitSet must) {
        this.can = can;
        this.must = must;
    }

    /** The event types of which it can match an event. */
    final BitSet can() {
        return can;
    }

    /** The event types of which it matches every event. */
    final BitSet must() {
        return must;
    }

    /** What decides it for events of one type. */
    final Node<C> nodeFor(int code) {
        if (!can.get(code)) {
            return Node.constant(false);
        }
        return must.get(code) ? Node.constant(true) : undecided(code);
    }

    /** What decides it for any event: that is what a generic event needs. */
    final Node<C> node() {
        return nodeFor(0);
    }

    abstract Node<C> undecided(int code);

    static BitSet everyCode() {
        BitSet codes = new BitSet();
        codes.set(0, EventTable.size());
        return codes;
    }

    static final class Leaf<C> extends Part<C> {
        private final Node<C> node;

        /** A check of which the event's type decides nothing. */
        Leaf(Node<C> node) {
            this(node, everyCode(), new BitSet());
        }

        Leaf(Node<C> node, BitSet can, BitSet must) {
            super(can, must);
            this.node = node;
        }

        @Override
        Node<C> undecided(int code) {
            return node;
        }
    }

    static final class Not<C> extends Part<C> {
        private final Part<C> term;

        Not(Part<C> term) {
            super(without(term.must), without(term.can));
            this.term = term;
        }

        private static BitSet without(BitSet codes) {
            BitSet rest = everyCode();
            rest.andNot(codes);
            return rest;
        }

        @Override
        Node<C> undecided(int code) {
            return new Node.Not<>(term.nodeFor(code));
        }
    }

    static final class All<C> extends Part<C> {
        private final List<Part<C>> terms;

        All(List<Part<C>> terms) {
            BitSet can = everyCode();
            BitSet must = everyCode();
            for (Part<C> term : terms) {
                can.and(term.can());
                must.and(term.must());
            }
            super(can, must);
            this.terms = terms;
        }

        @Override
        Node<C> undecided(int code) {
            List<Node<C>> open = new ArrayList<>();
            for (Part<C> term : terms) {
                if (!term.must().get(code)) {
                    open.add(term.nodeFor(code));
                }
            }
            return open.size() == 1 ? open.getFirst() : new Node.All<>(open);
        }
    }

    static final class Any<C> extends Part<C> {
        private final List<Part<C>> terms;

        Any(List<Part<C>> terms) {
            BitSet can = new BitSet();
            BitSet must = new BitSet();
            for (Part<C> term : terms) {
                can.or(term.can());
                must.or(term.must());
            }
            super(can, must);
            this.terms = terms;
        }

        @Override
        Node<C> undecided(int code) {
            List<Node<C>> open = new ArrayList<>();
            for (Part<C> term : terms) {
                if (term.can().get(code)) {
                    open.add(term.nodeFor(code));
                }
            }
            return open.size() == 1 ? open.getFirst() : new Node.Any<>(open);
        }
    }
}

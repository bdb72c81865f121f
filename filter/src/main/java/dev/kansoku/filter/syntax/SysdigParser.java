package dev.kansoku.filter.syntax;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the filter language of sysdig and Falco.
 *
 * <pre>
 *   or     = and { "or" and }
 *   and    = term { "and" term }
 *   term   = "not" term | "(" or ")" | check
 *   check  = operand ( "exists" | operator value | operator quantifier list | list-operator list )
 *   list   = "(" [ value { "," value } ] ")"
 *   value  = bare | quoted | call
 *   call   = function "(" operand ")"
 * </pre>
 *
 * <p>Not thread-safe; one parser reads one text.
 */
public final class SysdigParser {
    /** How deep brackets and {@code not} may be nested where nothing else is said. */
    public static final int NESTING = 100;

    private static final String BARE_HINT =
            "put a value that holds a blank, a comma, a bracket or = in quotes";

    private final SysdigScanner in;
    private final int nesting;
    private int depth;

    private SysdigParser(String text, int nesting) {
        this.in = new SysdigScanner(text);
        this.nesting = nesting;
    }

    /** Reads a filter that is nested up to {@value #NESTING} deep. */
    public static Expression parse(String text) throws FilterException {
        return parse(text, NESTING);
    }

    /**
     * Reads a filter.
     *
     * @param nesting how deep it may be nested; each level takes some stack
     */
    public static Expression parse(String text, int nesting) throws FilterException {
        SysdigParser parser = new SysdigParser(text, nesting);
        parser.in.skipBlanks();
        if (parser.in.atEnd()) {
            throw parser.in.error("the filter is empty", null);
        }
        Expression expression = parser.or();
        if (!parser.in.atEnd()) {
            if (parser.in.peek() == ')') {
                throw parser.in.error("a ) that no ( opened", null);
            }
            throw parser.in.error("expected and, or, or the end of the filter", BARE_HINT);
        }
        return expression;
    }

    /**
     * Reads a field, or a function of one, out of a longer text such as a format; what follows it
     * is not looked at.
     *
     * @param from where it begins
     */
    public static Operand operand(String text, int from) throws FilterException {
        SysdigParser parser = new SysdigParser(text, NESTING);
        parser.in.moveTo(from);
        return parser.operand();
    }

    private Expression or() throws FilterException {
        Expression first = and();
        if (!in.acceptWord("or")) {
            return first;
        }
        List<Expression> terms = new ArrayList<>();
        terms.add(first);
        do {
            terms.add(and());
        } while (in.acceptWord("or"));
        return new Expression.Or(terms);
    }

    private Expression and() throws FilterException {
        Expression first = term();
        if (!in.acceptWord("and")) {
            return first;
        }
        List<Expression> terms = new ArrayList<>();
        terms.add(first);
        do {
            terms.add(term());
        } while (in.acceptWord("and"));
        return new Expression.And(terms);
    }

    /** Reads a term and the blanks behind it. */
    private Expression term() throws FilterException {
        in.skipBlanks();
        int start = in.position();
        if (in.acceptWord("not")) {
            enter(start);
            Expression term = term();
            depth--;
            return new Expression.Not(term);
        }
        if (in.accept('(')) {
            enter(start);
            Expression inside = or();
            if (!in.accept(')')) {
                throw in.error("expected ) for the ( at column " + (start + 1), BARE_HINT);
            }
            in.skipBlanks();
            depth--;
            return inside;
        }
        return check();
    }

    private void enter(int start) throws FilterException {
        if (++depth > nesting) {
            throw in.error(
                    "nested more than " + nesting + " deep", null, new Span(start, start + 1));
        }
    }

    private Expression check() throws FilterException {
        int start = in.position();
        Operand left = operand();
        if (left instanceof Operand.Call call && call.function() == Function.VAL) {
            throw in.error("val() belongs to the right of an operator", null, call.where());
        }
        in.skipBlanks();
        Operator operator = operator();
        Quantifier quantifier = null;
        List<Operand> values = List.of();
        switch (operator.operands()) {
            case NONE -> {}
            case ONE -> values = List.of(value());
            case LIST -> values = list();
            case ONE_OR_QUANTIFIED -> {
                quantifier = in.quantifier();
                values = quantifier == null ? List.of(value()) : list();
            }
        }
        Span where = new Span(start, in.position());
        in.skipBlanks();
        return new Expression.Check(null, left, operator, quantifier, values, where);
    }

    private Operator operator() throws FilterException {
        Operator operator = in.operator();
        if (operator != null) {
            return operator;
        }
        int start = in.position();
        String word = in.word();
        int end = Math.max(in.position(), start + 1);
        String meant = word.isEmpty() ? null : Nearest.to(word, Operator.symbols());
        throw in.error(
                word.isEmpty() ? "expected an operator" : "no operator \"" + word + "\"",
                meant != null
                        ? "did you mean " + meant + "?"
                        : "one of " + String.join(" ", Operator.symbols()),
                new Span(start, end));
    }

    /** A field or a function of one. */
    private Operand operand() throws FilterException {
        int start = in.position();
        String name = in.name();
        if (name.isEmpty()) {
            throw in.error("expected a field, not, or (", null);
        }
        if (!in.atEnd() && in.peek() == '(') {
            return call(name, start);
        }
        String argument = in.bracketed();
        return new Operand.FieldReference(name, argument, new Span(start, in.position()));
    }

    private Operand call(String name, int start) throws FilterException {
        Function function = Function.named(name, Dialect.SYSDIG);
        if (function == null) {
            throw in.error("no function \"" + name + "\"", null, new Span(start, in.position()));
        }
        in.accept('(');
        enter(start);
        in.skipBlanks();
        Operand argument = operand();
        in.skipBlanks();
        if (!in.accept(')')) {
            throw in.error("expected )", null);
        }
        depth--;
        return new Operand.Call(function, List.of(argument), new Span(start, in.position()));
    }

    private List<Operand> list() throws FilterException {
        in.skipBlanks();
        if (!in.accept('(')) {
            throw in.error("expected a list: ( and values with commas between", null);
        }
        List<Operand> values = new ArrayList<>();
        in.skipBlanks();
        if (in.accept(')')) {
            return values;
        }
        do {
            values.add(value());
            in.skipBlanks();
        } while (in.accept(','));
        if (!in.accept(')')) {
            throw in.error("expected , or ) in the list", BARE_HINT);
        }
        return values;
    }

    private Operand value() throws FilterException {
        in.skipBlanks();
        int start = in.position();
        String quoted = in.quoted();
        if (quoted != null) {
            return new Operand.Literal(
                    quoted, Operand.Literal.Form.QUOTED, new Span(start, in.position()));
        }
        Operand call = rightCall(start);
        if (call != null) {
            return call;
        }
        String bare = in.bare();
        if (bare.isEmpty()) {
            throw in.error("expected a value", null);
        }
        return new Operand.Literal(bare, Operand.Literal.Form.BARE, new Span(start, in.position()));
    }

    /** A function to the right of an operator, or null with the scanner where it was. */
    private @Nullable Operand rightCall(int start) throws FilterException {
        String name = in.name();
        if (Function.named(name, Dialect.SYSDIG) != null && !in.atEnd() && in.peek() == '(') {
            return call(name, start);
        }
        in.moveTo(start);
        return null;
    }
}

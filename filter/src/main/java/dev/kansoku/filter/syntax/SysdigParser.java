// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.filter.syntax;

import java.util.ArrayList;
import java.util.List;

/**
 * Reads the filter language of sysdig and Falco.
 *
 * <pre>
 *   or       = and { "or" and }
 *   and      = term { "and" term }
 *   term     = "not" term | "(" or ")" | check | name
 *   check    = left ( "exists" | operator right | operator quantifier list | list-operator right )
 *   left     = field | call
 *   right    = bare | quoted | call | "val(" field ")" | list
 *   list     = "(" [ value { "," value } ] ")" | name
 *   call     = function "(" argument { "," argument } ")" [ "[" option "]" ]
 *   argument = field | call | quoted | number | "(" [ argument { "," argument } ] ")"
 * </pre>
 *
 * <p>Names stand for conditions and lists that are written elsewhere. Not thread-safe; one parser
 * reads one text.
 */
public final class SysdigParser {
    private static final String BARE_HINT =
            "put a value that holds a blank, a comma, a bracket or = in quotes";

    private final SysdigScanner in;
    private final Options options;
    private int depth;

    /**
     * What a text may hold.
     *
     * @param nesting how deep brackets, functions and {@code not} may be nested; each level takes
     *     some stack
     * @param names whether names of conditions and lists may stand in it, as in rule files
     * @param length how many characters it may have
     */
    public record Options(int nesting, boolean names, int length) {
        /** A filter as it is typed. */
        public static final Options FILTER = new Options(Limits.NESTING, false);

        /** A condition of a rule file, in which lists were put in the place of their names. */
        public static final Options RULE = new Options(1000, true, Limits.RULE_TEXT);

        /** A text that is as long as a filter may be. */
        public Options(int nesting, boolean names) {
            this(nesting, names, Limits.TEXT);
        }
    }

    private SysdigParser(String text, Options options) {
        this.in = new SysdigScanner(text);
        this.options = options;
    }

    /** Reads a filter as it is typed. */
    public static Expression parse(String text) throws FilterException {
        return parse(text, Options.FILTER);
    }

    /** Reads a filter. */
    public static Expression parse(String text, Options options) throws FilterException {
        SysdigParser parser = new SysdigParser(text, options);
        int longest = options.length();
        if (text.length() > longest) {
            throw parser.in.error(
                    "a filter has at most " + longest + " characters, this one " + text.length(),
                    null,
                    new Span(longest, longest + 1));
        }
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
        SysdigParser parser = new SysdigParser(text, Options.FILTER);
        parser.in.moveTo(from);
        return parser.left();
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
        return checkOrName();
    }

    private void enter(int start) throws FilterException {
        if (++depth > options.nesting()) {
            throw in.error(
                    "nested more than " + options.nesting() + " deep",
                    null,
                    new Span(start, start + 1));
        }
    }

    private Expression checkOrName() throws FilterException {
        int start = in.position();
        String name = in.name();
        if (SysdigScanner.isReserved(name)) {
            throw in.error(
                    "expected a field, not, or (", null, new Span(start, start + name.length()));
        }
        boolean named = options.names() && !name.isEmpty() && name.indexOf('.') < 0;
        if (named && (in.atEnd() || in.peek() != '(')) {
            Span where = new Span(start, in.position());
            in.skipBlanks();
            return new Expression.Name(name, where);
        }
        in.moveTo(start);
        return check();
    }

    private Expression check() throws FilterException {
        int start = in.position();
        Operand left = left();
        in.skipBlanks();
        Operator operator = operator();
        Quantifier quantifier = null;
        List<Operand> values = List.of();
        switch (operator.operands()) {
            case NONE -> {}
            case ONE -> values = List.of(value());
            case LIST -> values = listOrCall();
            case ONE_OR_QUANTIFIED -> {
                boolean apart = in.atBlank();
                if (operator.isWord() && !apart) {
                    throw in.error("expected a blank behind " + operator.symbol(), null);
                }
                in.skipBlanks();
                quantifier = apart ? in.quantifier() : null;
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

    /** What stands to the left of an operator: a field, or a function. */
    private Operand left() throws FilterException {
        Operand operand = fieldOrCall();
        if (operand instanceof Operand.Call call && call.function() == Function.VAL) {
            throw in.error("val() belongs to the right of an operator", null, call.where());
        }
        return operand;
    }

    private Operand fieldOrCall() throws FilterException {
        int start = in.position();
        String name = in.name();
        if (name.isEmpty()) {
            throw in.error("expected a field, not, or (", null);
        }
        return !in.atEnd() && in.peek() == '(' ? call(name, start) : field(name, start);
    }

    private Operand field(String name, int start) throws FilterException {
        Span named = new Span(start, in.position());
        if (name.length() > Limits.NAME) {
            throw in.error(
                    "a field's name has at most " + Limits.NAME + " characters", null, named);
        }
        if (options.names() && name.indexOf('.') < 0) {
            throw in.error("expected a field, whose name has a dot", null, named);
        }
        String argument = in.bracketed();
        return new Operand.FieldReference(name, argument, new Span(start, in.position()));
    }

    /** A function, whose name was read and whose bracket follows. */
    private Operand call(String name, int start) throws FilterException {
        Function function = Function.named(name, Dialect.SYSDIG);
        if (function == null) {
            String meant = Nearest.to(name, Function.words(Dialect.SYSDIG));
            throw in.error(
                    "no function \"" + name + "\"",
                    meant != null
                            ? "did you mean " + meant + "?"
                            : "one of " + String.join(" ", Function.words(Dialect.SYSDIG)),
                    new Span(start, in.position()));
        }
        enter(start);
        List<Operand> arguments;
        if (function == Function.VAL) {
            in.accept('(');
            in.skipBlanks();
            arguments = List.of(onlyField());
            in.skipBlanks();
            if (!in.accept(')')) {
                throw in.error("expected ): val() takes one field", null);
            }
        } else {
            arguments = arguments(true);
        }
        depth--;
        int end = in.position();
        String option = in.bracketed();
        if (option == null) {
            return new Operand.Call(function, arguments, new Span(start, end));
        }
        Span where = new Span(end, in.position());
        if (function != Function.GETOPT) {
            throw in.error(name + "() takes no argument in brackets", null, where);
        }
        if (option.length() != 1 || option.charAt(0) >= 0x80) {
            throw in.error("getopt() takes one letter or digit in brackets", null, where);
        }
        List<Operand> all = new ArrayList<>(arguments);
        all.add(new Operand.Literal(option, Operand.Literal.Form.QUOTED, where));
        return new Operand.Call(Function.OPTION, all, new Span(start, in.position()));
    }

    private Operand onlyField() throws FilterException {
        int start = in.position();
        Operand field = fieldOrCall();
        if (!(field instanceof Operand.FieldReference)) {
            throw in.error("val() takes a field", null, new Span(start, in.position()));
        }
        return field;
    }

    /** The arguments of a function, or the items of a list that is one, from bracket to bracket. */
    private List<Operand> arguments(boolean outer) throws FilterException {
        int start = in.position();
        in.accept('(');
        List<Operand> arguments = new ArrayList<>();
        in.skipBlanks();
        if (!outer && in.accept(')')) {
            return arguments;
        }
        do {
            in.skipBlanks();
            arguments.add(argument(outer));
            in.skipBlanks();
        } while (in.accept(','));
        if (!in.accept(')')) {
            throw in.error("expected , or ) for the ( at column " + (start + 1), null);
        }
        return arguments;
    }

    private Operand argument(boolean outer) throws FilterException {
        int start = in.position();
        String quoted = in.quoted();
        if (quoted != null) {
            return quoted(quoted, start);
        }
        if (outer && !in.atEnd() && in.peek() == '(') {
            List<Operand> items = arguments(false);
            return new Operand.Sequence(items, new Span(start, in.position()));
        }
        String bare = in.bare();
        if (SysdigScanner.isNumber(bare)) {
            return bare(bare, start);
        }
        in.moveTo(start);
        String name = in.name();
        if (name.isEmpty()) {
            throw in.error("expected a field, a function, a text in quotes or a number", null);
        }
        if (in.atEnd() || in.peek() != '(') {
            return field(name, start);
        }
        if (name.equals(Function.VAL.word())) {
            throw in.error(
                    "val() can not stand in another function: the field alone does",
                    null,
                    new Span(start, in.position()));
        }
        return call(name, start);
    }

    private List<Operand> listOrCall() throws FilterException {
        in.skipBlanks();
        int start = in.position();
        String name = in.name();
        boolean isCall = !name.isEmpty() && !in.atEnd() && in.peek() == '(';
        if (isCall) {
            return List.of(call(name, start));
        }
        in.moveTo(start);
        return list();
    }

    private List<Operand> list() throws FilterException {
        in.skipBlanks();
        int start = in.position();
        if (!in.accept('(')) {
            return List.of(listName(start));
        }
        List<Operand> values = new ArrayList<>();
        in.skipBlanks();
        if (in.accept(')')) {
            return values;
        }
        do {
            values.add(literal());
            in.skipBlanks();
        } while (in.accept(','));
        if (!in.accept(')')) {
            throw in.error("expected , or ) in the list", BARE_HINT);
        }
        return values;
    }

    private Operand listName(int start) throws FilterException {
        String name = in.name();
        boolean named = !name.isEmpty() && !SysdigScanner.isReserved(name);
        if (!named || !options.names()) {
            throw in.error(
                    "expected a list: ( and values with commas between",
                    named ? "names of lists stand in rule files only" : null,
                    new Span(start, Math.max(in.position(), start + 1)));
        }
        return new Operand.Name(name, new Span(start, in.position()));
    }

    /** A literal, or a function, to the right of an operator. */
    private Operand value() throws FilterException {
        in.skipBlanks();
        int start = in.position();
        String name = in.name();
        if (!name.isEmpty() && !in.atEnd() && in.peek() == '(') {
            return call(name, start);
        }
        in.moveTo(start);
        return literal();
    }

    private Operand literal() throws FilterException {
        in.skipBlanks();
        int start = in.position();
        String quoted = in.quoted();
        if (quoted != null) {
            return quoted(quoted, start);
        }
        String bare = in.bare();
        if (bare.isEmpty()) {
            throw in.error("expected a value", null);
        }
        if (!in.atEnd() && in.peek() == '(' && Function.named(bare, Dialect.SYSDIG) != null) {
            throw in.error(
                    "a function can not stand in a list", null, new Span(start, in.position()));
        }
        return bare(bare, start);
    }

    private Operand quoted(String text, int start) {
        return new Operand.Literal(
                text, Operand.Literal.Form.QUOTED, new Span(start, in.position()));
    }

    private Operand bare(String text, int start) {
        return new Operand.Literal(text, Operand.Literal.Form.BARE, new Span(start, in.position()));
    }
}

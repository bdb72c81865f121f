// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.filter.syntax;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SysdigParserTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    proc.name=cat                        | proc.name = cat
                    proc.name == cat                     | proc.name = cat
                      proc.name  !=  cat                 | proc.name != cat
                    evt.dir=>                            | evt.dir = >
                    evt.dir=<                            | evt.dir = <
                    evt.rawres<=-2                       | evt.rawres <= -2
                    a.b=1 and c.d=2 or e.f=3             | (a.b = 1 and c.d = 2) or e.f = 3
                    a.b=1 or c.d=2 and e.f=3             | a.b = 1 or (c.d = 2 and e.f = 3)
                    (a.b=1 or c.d=2) and e.f=3           | (a.b = 1 or c.d = 2) and e.f = 3
                    not a.b=1 and c.d=2                  | not a.b = 1 and c.d = 2
                    not (a.b=1 and c.d=2)                | not (a.b = 1 and c.d = 2)
                    not(a.b exists)                      | not a.b exists
                    not not a.b exists                   | not not a.b exists
                    ((a.b exists))and(c.d exists)        | a.b exists and c.d exists
                    a.b in (x, "y z" ,'w')               | a.b in (x, "y z", w)
                    a.b in(x)                            | a.b in (x)
                    a.b in ()                            | a.b in ()
                    a.b pmatch (/etc, /usr)              | a.b pmatch (/etc, /usr)
                    a.b intersects (x,y)                 | a.b intersects (x, y)
                    proc.aname[2]=x                      | proc.aname[2] = x
                    evt.arg[ "a b" ]=x                   |
                    evt.arg["a b"]=x                     | evt.arg["a b"] = x
                    evt.arg.fd=3                         | evt.arg.fd = 3
                    a.b = "say \\"hi\\""                 | a.b = "say \\"hi\\""
                    a.b contains "\\x41\\n"              | a.b contains "A\\x0a"
                    a.b contains "\\xff"                 | a.b contains "\\xff"
                    a.b = in                             | a.b = in
                    a.b contains oneof (x, y)            | a.b contains oneof (x, y)
                    a.b contains oneof                   | a.b contains "oneof"
                    tolower(proc.name)=cat               | tolower(proc.name) = cat
                    len(basename( fd.name )) > 3         | len(basename(fd.name)) > 3
                    a.b = val(c.d)                       | a.b = val(c.d)
                    a.b = tolower(c.d)                   | a.b = tolower(c.d)
                    a.b = value                          | a.b = value
                    android.x exists and order.y exists  | android.x exists and order.y exists
                    """)
    void readsWhatPeopleWrite(String filter, String printed) throws Exception {
        if (printed == null) {
            assertThatThrownBy(() -> SysdigParser.parse(filter))
                    .isInstanceOf(FilterException.class);
        } else {
            assertThat(SysdigPrinter.print(SysdigParser.parse(filter))).isEqualTo(printed);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    proc.name                      | 9  | expected an operator
                    proc.name=                     | 10 | expected a value
                    proc.name=a=b                  | 11 | expected and, or, or the end of the filter
                    (proc.name=labsh               | 16 | expected ) for the ( at column 1
                    proc.name=labsh)               | 15 | a ) that no ( opened
                    proc.name istartswith LAB      | 10 | no operator "istartswith"
                    proc.name in labsh             | 13 | expected a list: ( and values with commas between
                    proc.name in (a b)             | 16 | expected , or ) in the list
                    proc.name in (a,)              | 16 | expected a value
                    and                            | 0  | expected a field, not, or (
                    =x                             | 0  | expected a field, not, or (
                    a.b=1 and                      | 9  | expected a field, not, or (
                    a.b=1 c.d=2                    | 6  | expected and, or, or the end of the filter
                    a.b[]=1                        | 4  | expected an argument between the brackets
                    a.b[1=1                        | 7  | expected ] for the [ at column 4
                    a.b="x                         | 4  | the quote is not closed
                    a.b="x\\q"                     | 6  | no such escape
                    a.b="x\\x4g"                   | 6  | no such escape
                    upper(a.b)=X                   | 0  | no function "upper"
                    """)
    void saysWhereAFilterIsWrong(String filter, int index, String message) {
        assertThatThrownBy(() -> SysdigParser.parse(filter))
                .isInstanceOfSatisfying(
                        FilterException.class,
                        e -> {
                            assertThat(e).hasMessage(message);
                            assertThat(e.where().from()).isEqualTo(index);
                        });
    }

    @Test
    void refusesAnEmptyFilter() {
        assertThatThrownBy(() -> SysdigParser.parse("  ")).hasMessage("the filter is empty");
    }

    @Test
    void takesExactlyAHundredLevelsOfNesting() throws Exception {
        String hundred = "(".repeat(100) + "a.b exists" + ")".repeat(100);
        assertThat(SysdigPrinter.print(SysdigParser.parse(hundred))).isEqualTo("a.b exists");
        assertThatThrownBy(() -> SysdigParser.parse("(" + hundred + ")"))
                .hasMessage("nested more than 100 deep");
        assertThatThrownBy(() -> SysdigParser.parse("not ".repeat(101) + "a.b exists"))
                .hasMessage("nested more than 100 deep");
        assertThat(
                        SysdigParser.parse(
                                "not ".repeat(1000) + "a.b exists", SysdigParser.Options.RULE))
                .isNotNull();
    }

    @Test
    void marksTheWrongWordOnItsLine() {
        assertThatThrownBy(() -> SysdigParser.parse("proc.name=cat and\n  fd.num contians 3"))
                .isInstanceOfSatisfying(
                        FilterException.class,
                        e -> {
                            assertThat(e.line()).isEqualTo(2);
                            assertThat(e.column()).isEqualTo(10);
                            assertThat(e.report())
                                    .isEqualTo(
                                            """
                                            no operator "contians"
                                                  fd.num contians 3
                                                         ^~~~~~~~
                                            did you mean contains?\
                                            """);
                        });
    }

    @Test
    void spansAreExact() throws FilterException {
        String text = "not (a.b=1 or  proc.name in (cat, 'ls x') )";
        Expression.Not not = (Expression.Not) SysdigParser.parse(text);
        Expression.Or or = (Expression.Or) not.term();
        Expression.Check check = (Expression.Check) or.terms().get(1);
        assertThat(cut(text, check.where())).isEqualTo("proc.name in (cat, 'ls x')");
        assertThat(cut(text, check.left().where())).isEqualTo("proc.name");
        assertThat(cut(text, check.values().get(1).where())).isEqualTo("'ls x'");
    }

    private static String cut(String text, Span span) {
        return text.substring(span.from(), span.to());
    }
}

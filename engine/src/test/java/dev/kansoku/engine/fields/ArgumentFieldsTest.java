// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.engine.fields;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kansoku.engine.EventContext;
import dev.kansoku.engine.state.Scene;
import dev.kansoku.filter.Filter;
import dev.kansoku.filter.field.FieldDefinition;
import dev.kansoku.filter.field.FieldDefinition.Argument;
import dev.kansoku.filter.syntax.FilterException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The argument of every field that takes one, in brackets and behind a dot. */
class ArgumentFieldsTest {
    /** Field, arguments that it takes, and such that it does not; commas between them. */
    private static final String TABLE =
            """
            evt.type.is                  | open,openat,epoll_ctl,procexit | opne,0
            evt.arg                      | 0,31,fd,res,flags,name         | nosuchparameter,-1,1x
            evt.rawarg                   | 0,31,fd,res,flags,name         | nosuchparameter,-1,1x
            evt.around                   | 0,1795300628317407140          | now,-1,99999999999999999999
            evt.abspath                  | src,dst                        | both,0
            proc.args                    | 0,1,99                         | x,-1,99999999999999999999
            proc.env                     | NAME,PATH,_,1                  |
            proc.aname                   | 0,1,2,99                       | x,-1,99999999999999999999
            proc.aexe                    | 0,1,2,99                       | x,-1,99999999999999999999
            proc.aexepath                | 0,1,2,99                       | x,-1,99999999999999999999
            proc.apid                    | 0,1,2,99                       | x,-1,99999999999999999999
            proc.acmdline                | 0,1,2,99                       | x,-1,99999999999999999999
            proc.aargs                   | 0,1,2,99                       | x,-1,99999999999999999999
            proc.aenv                    | 0,1,2,NAME                     | 99999999999999999999
            proc.is_descendant_of        | 0,1,1234                       | init,-1,99999999999999999999
            thread.cgroup                | cpu,memory                     |
            fd.types                     | 0,3                            | x,-1,99999999999999999999
            container.mount              | 0,/proc,/etc*                  | 99999999999999999999
            container.mount.source       | 0,/proc,/etc*                  | 99999999999999999999
            container.mount.dest         | 0,/proc,/etc*                  | 99999999999999999999
            container.mount.mode         | 0,/proc,/etc*                  | 99999999999999999999
            container.mount.rdwr         | 0,/proc,/etc*                  | 99999999999999999999
            container.mount.propagation  | 0,/proc,/etc*                  | 99999999999999999999
            container.label              | a,io.kubernetes.pod.name       |
            k8s.pod.label                | app,app.kubernetes.io          |
            k8s.ns.label                 | team                           |
            k8s.rc.label                 | app                            |
            k8s.rs.label                 | app                            |
            k8s.svc.label                | app                            |
            k8s.deployment.label         | app                            |
            k8s.daemonset.label          | app                            |
            k8s.statefulset.label        | app                            |
            k8s.job.label                | app                            |
            k8s.cronjob.label            | app                            |
            k8smeta.pod.label            | app                            |
            k8smeta.ns.label             | team                           |
            k8smeta.deployment.label     | app                            |
            k8smeta.svc.label            | app                            |
            k8smeta.rs.label             | app                            |
            k8smeta.rc.label             | app                            |
            """;

    private static final EngineFields FIELDS = new EngineFields(FieldOptions.text());

    private record Row(String field, List<String> good, List<String> bad) {
        static Row of(String line) {
            String[] cells = line.split("\\|", -1);
            return new Row(cells[0].strip(), list(cells[1]), list(cells[2]));
        }

        private static List<String> list(String cell) {
            return cell.isBlank() ? List.of() : List.of(cell.strip().split(",", -1));
        }
    }

    private static List<Row> rows() {
        return TABLE.lines().map(Row::of).toList();
    }

    @Test
    void theTableHasEveryFieldWithAnArgument() {
        assertThat(rows().stream().map(Row::field))
                .containsExactlyInAnyOrderElementsOf(
                        FIELDS.all().stream()
                                .filter(field -> field.argument() != Argument.NONE)
                                .map(FieldDefinition::name)
                                .toList());
    }

    @Test
    void bracketsQuotesAndDotsSayTheSame() throws Exception {
        for (Row row : rows()) {
            for (String argument : row.good()) {
                List<String> forms = new ArrayList<>();
                forms.add(row.field() + "[" + argument + "]");
                forms.add(row.field() + "[\"" + argument + "\"]");
                if (argument.matches("[A-Za-z0-9_.]+")) {
                    forms.add(row.field() + "." + argument);
                }
                for (String form : forms) {
                    Filter<EventContext> filter = compile(form);
                    assertThat(filter.fields()).as(form).containsExactly(FIELDS.find(row.field()));
                }
            }
        }
    }

    @Test
    void whatNoFieldKnowsIsRefusedInEachForm() {
        for (Row row : rows()) {
            for (String argument : row.bad()) {
                refused(row.field() + "[" + argument + "]");
                if (argument.matches("[A-Za-z0-9_]+")) {
                    refused(row.field() + "." + argument);
                }
            }
        }
    }

    @Test
    void noFieldTakesAnEmptyArgument() {
        for (Row row : rows()) {
            refused(row.field() + "[\"\"]");
            refused(row.field() + "[]");
            refused(row.field() + ".");
        }
    }

    @Test
    void aFieldNeedsItsArgumentAndAnotherTakesNone() throws Exception {
        for (FieldDefinition field : FIELDS.all()) {
            switch (field.argument()) {
                case REQUIRED -> refused(field.name());
                case OPTIONAL -> assertThat(compile(field.name()).fields()).containsExactly(field);
                case NONE -> {
                    refused(field.name() + "[0]");
                    refused(field.name() + "[\"\"]");
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "evt.arg[0], <f>/etc/hosts",
        "evt.arg.name, /etc/hosts",
        "evt.arg[\"name\"], /etc/hosts",
        "evt.rawarg.dirfd, -100",
        "evt.arg[31], <NA>",
        "evt.type.is[openat], 1",
        "evt.type.is.open, 0",
        "proc.args[1], one two",
        "proc.args.0, -x",
        "proc.args[2], <NA>",
        "proc.aname[0], cat",
        "proc.aname[2], sshd",
        "proc.aname.2, sshd",
        "proc.apid.1, 20",
        "proc.aname[9], <NA>",
        "proc.env[A], 1",
        "proc.env.A, 1",
        "proc.env[B], <NA>",
        "proc.aenv[A], 1",
        "proc.aenv.A, 1",
        "thread.cgroup[cpu], /a",
        "thread.cgroup.cpu, /a",
        "thread.cgroup[mem], <NA>",
        "fd.types[3], (file)",
        "fd.types.4, <NA>",
        "evt.abspath, /etc/hosts",
    })
    void anArgumentPicksOneValue(String field, String value) throws Exception {
        Scene scene =
                new Scene()
                        .process(10, 1, "sshd")
                        .process(20, 10, "bash")
                        .process(30, 20, "cat", "-x\0one two\0", "cpu=/a\0memory=/b\0")
                        .exit(30, "openat", 3, Scene.FDCWD, "/etc/hosts", 1, 0, 0, 0);

        assertThat(Shown.line(scene, "%" + field)).isEqualTo(value);
    }

    private static Filter<EventContext> compile(String field) throws FilterException {
        return Filter.compile(field + " exists", FIELDS);
    }

    private static void refused(String field) {
        assertThatThrownBy(() -> compile(field), field).isInstanceOf(FilterException.class);
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.lua;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Chisels, each a script of a few lines, over a capture of a few hundred events. */
class ChiselTest {
    @TempDir Path folder;

    private String run(String script, String... arguments) throws IOException, LuaException {
        return new Scene().run(folder, script, arguments);
    }

    @Test
    void countsWhatPassesItsFilter() throws IOException, LuaException {
        String printed =
                run(
                        """
                        args = {}
                        local name, count = nil, 0
                        function on_init()
                            name = chisel.request_field("fd.name")
                            number = chisel.request_field("fd.num")
                            chisel.set_filter("evt.type = openat and evt.dir = < and fd.num >= 0")
                            return true
                        end
                        function on_event()
                            assert(type(evt.field(name)) == "string")
                            assert(type(evt.field(number)) == "number")
                            count = count + 1
                            return true
                        end
                        function on_capture_end(s, ns, delta)
                            print(count > 3, s > 1e9, ns < 1e9, delta > 0)
                        end
                        """);
        assertThat(printed).isEqualTo("true\ttrue\ttrue\ttrue\n");
    }

    @Test
    void aMissingFieldIsNilAndAnUnknownOneEndsTheScript() throws IOException, LuaException {
        assertThat(
                        run(
                                """
                                args = {}
                                function on_init()
                                    port = chisel.request_field("fd.sport")
                                    return true
                                end
                                function on_event()
                                    print(evt.field(port), evt.field(nil))
                                    sysdig.end_capture()
                                end
                                """))
                .isEqualTo("nil\tnil\n");
        assertThatThrownBy(
                        () ->
                                run(
                                        """
                                        args = {}
                                        function on_init()
                                            local name = chisel.request_field("proc.nmae")
                                            return true
                                        end
                                        """))
                .hasMessageContaining("own.lua:3: no field \"proc.nmae\"");
    }

    @Test
    void argumentsReachTheScriptByTheirNames() throws IOException, LuaException {
        String script =
                """
                args = {
                    {name = "first", description = "a", argtype = "string"},
                    {name = "second", description = "b", argtype = "int", optional = true},
                }
                function on_set_arg(name, value)
                    print(name, value)
                    return value ~= "bad"
                end
                """;
        assertThat(run(script, "x", "2")).isEqualTo("first\tx\nsecond\t2\n");
        assertThatThrownBy(() -> run(script)).hasMessage("own takes 1 to 2 arguments, not 0");
        assertThatThrownBy(() -> run(script, "bad"))
                .hasMessage("own does not take \"bad\" as its argument first");
    }

    @Test
    void aScriptRunsAnotherInItsPlace() throws IOException, LuaException {
        Files.writeString(
                folder.resolve("generator.lua"),
                """
                args = {{name = "key", description = "", argtype = "string"}}
                function on_set_arg(name, value)
                    print(name, value)
                    return true
                end
                function on_capture_end() print("end") end
                """);
        assertThat(
                        run(
                                """
                                args = {}
                                function on_init()
                                    chisel.exec("generator", "a b")
                                    return true
                                end
                                function on_event() print("never") end
                                """))
                .isEqualTo("key\ta b\nend\n");
    }

    @Test
    void librariesLieBesideTheScript() throws IOException, LuaException {
        Files.writeString(folder.resolve("shared_part.lua"), "function twice(x) return 2 * x end");
        assertThat(
                        run(
                                """
                                args = {}
                                require "shared_part"
                                local os = require "os"
                                print(twice(21), os == require "os", pcall(require, "lpeg"))
                                """))
                .startsWith("42\ttrue\tfalse\t")
                .contains("module 'lpeg' not found");
    }

    @Test
    void aFormatterWritesWhatTheScriptLetsThrough() throws IOException, LuaException {
        String printed =
                run(
                        """
                        args = {}
                        function on_init()
                            chisel.set_event_formatter("%evt.num %evt.type")
                            return true
                        end
                        local n = 0
                        function on_event()
                            n = n + 1
                            if n == 4 then sysdig.end_capture() end
                            return n % 2 == 1
                        end
                        """);
        assertThat(printed.lines()).hasSize(2);
        assertThat(printed.lines().findFirst().orElseThrow()).matches("\\d+ \\w+");
    }

    @Test
    void intervalsFollowTheEventsClock() throws IOException, LuaException {
        String printed =
                run(
                        """
                        args = {}
                        local calls, total = 0, 0
                        function on_init()
                            chisel.set_precise_interval_ns(1000000)
                            return true
                        end
                        function on_event()
                            local s, ns = evt.get_ts()
                            first = first or s * 1e9 + ns
                            last = s * 1e9 + ns
                            return true
                        end
                        function on_interval(s, ns, delta)
                            assert(delta == 1000000)
                            calls = calls + 1
                            return true
                        end
                        function on_capture_end()
                            print(calls > 0 and calls <= math.ceil((last - first) / 1e6))
                        end
                        """);
        assertThat(printed).isEqualTo("true\n");
    }

    @Test
    void theTablesOfStateAreThere() throws IOException, LuaException {
        String printed =
                run(
                        """
                        args = {}
                        function on_event()
                            local threads, count = sysdig.get_thread_table(), 0
                            for tid, thread in pairs(threads) do
                                assert(thread.tid == tid and type(thread.comm) == "string")
                                assert(type(thread.args) == "table")
                                count = count + 1
                            end
                            print(count > 0, #sysdig.get_container_table())
                            print(next(sysdig.get_thread_table("fd.name = /no/such")))
                            sysdig.end_capture()
                        end
                        """);
        assertThat(printed).isEqualTo("true\t0\nnil\n");
    }

    @Test
    void whatSurroundsItIsTold() throws IOException, LuaException {
        assertThat(
                        run(
                                """
                                args = {}
                                print(sysdig.is_live(), sysdig.is_tty(), sysdig.get_filter(),
                                    sysdig.get_evtsource_name(), sysdig.get_output_format(),
                                    sysdig.is_print_container_data(),
                                    sysdig.get_terminal_info().width,
                                    sysdig.make_ts(1700000000, 5),
                                    sysdig.subtract_ts("1700000000000000005", "5"))
                                """))
                .isEqualTo(
                        "false\tfalse\tproc.name = cat\tfiles.scap.gz\tnormal\tfalse\t-1"
                                + "\t1700000000000000005\t1700000000000000000\n");
    }

    @Test
    void filesCommandsAndBytecodeAreOutOfReach() throws IOException, LuaException {
        assertThat(
                        run(
                                """
                                args = {}
                                print(io.open, io.popen, os.execute, os.remove, os.getenv, dofile,
                                    loadfile, newproxy, debug, jit, ffi, string.dump)
                                print(pcall(require, "ffi") or pcall(require, "jit"))
                                print((loadstring("\\27LJ")), (load(function() return nil end)))
                                """))
                .startsWith("nil" + "\tnil".repeat(11) + "\nfalse\n")
                .contains("\nnil\tfunction");
    }

    @Test
    void anErrorInACallbackNamesFileAndLine() {
        assertThatThrownBy(
                        () ->
                                run(
                                        """
                                        args = {}
                                        function on_event()
                                            return nothing.here
                                        end
                                        """))
                .hasMessageContaining("own.lua:3: attempt to index global 'nothing'");
    }

    @Test
    void anEventThatNeverEndsIsEnded() {
        assertThatThrownBy(() -> run("args = {} function on_event() while true do end end"))
                .hasMessageContaining("own.lua:1: the script ran 50000000 instructions");
    }

    @Test
    void whatItWritesGoesWhereEventsGo() throws IOException, LuaException {
        assertThat(run("args = {} io.write('a', 1, '\\n') io.stdout:write('b'):flush() print()"))
                .isEqualTo("a1\nb\n");
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.lua;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The interpreter by itself: its limits hold, and its errors stay its own. */
class LuaStateTest {
    private static final LuaLimits SMALL = new LuaLimits(1_000_000, 8 << 20);

    private static String run(@Nullable LuaLimits limits, String script) throws LuaException {
        try (LuaState lua = new LuaState(limits)) {
            lua.openLibraries();
            lua.push(
                    state -> {
                        throw new LuaException("refused");
                    });
            lua.setGlobal("refuse");
            lua.push(
                    state -> {
                        state.push(state.number(1) + 1);
                        return 1;
                    });
            lua.setGlobal("more");
            lua.load(script.getBytes(StandardCharsets.UTF_8), "@test.lua");
            lua.call(0, 1);
            return String.valueOf(lua.text(-1));
        }
    }

    @Test
    void callsFunctionsOfJava() throws LuaException {
        assertThat(run(SMALL, "return more(41) .. ' ' .. more('1')")).isEqualTo("42 2");
    }

    @Test
    void anErrorNamesFileAndLine() {
        assertThatThrownBy(() -> run(SMALL, "local a\n\nreturn a.b"))
                .hasMessageStartingWith("test.lua:3: attempt to index local 'a'");
        assertThatThrownBy(() -> run(SMALL, "local = 1")).hasMessageStartingWith("test.lua:1: ");
    }

    @Test
    void anEndlessLoopEnds() {
        assertThatThrownBy(() -> run(SMALL, "while true do end"))
                .hasMessageStartingWith("test.lua:1: the script ran 1000000 instructions");
    }

    @Test
    void noPcallAndNoCoroutineOutlivesTheLimit() {
        assertThatThrownBy(
                        () ->
                                run(
                                        SMALL,
                                        """
                                        local function loop() while true do end end
                                        while true do
                                            pcall(loop)
                                            coroutine.resume(coroutine.create(function()
                                                while true do pcall(loop) end
                                            end))
                                        end
                                        """))
                .hasMessageContaining("the script ran 1000000 instructions");
    }

    @Test
    void memoryIsBoundedEvenWhereOneInstructionTakesIt() {
        assertThatThrownBy(() -> run(SMALL, "return ('x'):rep(1e9)"))
                .hasMessageContaining("holds 8 MiB");
        assertThatThrownBy(() -> run(SMALL, "local s = 'x' while true do s = s .. s end"))
                .hasMessageContaining("holds 8 MiB");
        assertThatThrownBy(() -> run(SMALL, "local t = {} for i = 1, 1e9 do t[i] = {} end"))
                .hasMessageContaining("holds 8 MiB");
    }

    @Test
    void aFunctionThatRefusesEndsTheScriptWhateverItCatches() {
        assertThatThrownBy(() -> run(SMALL, "pcall(refuse)\nreturn 'went on'"))
                .hasMessage("test.lua:1: refused");
    }

    @Test
    void byteCodeIsNotLoaded() {
        assertThatThrownBy(() -> run(SMALL, "\u001bLJ\u0002"))
                .hasMessageContaining("attempt to load chunk with wrong mode");
    }

    @Test
    void aPatternThatWouldExhaustTheStackIsRefused() {
        assertThatThrownBy(
                        () ->
                                run(
                                        SMALL,
                                        "return ('a'):rep(30000):find(('a?'):rep(30000) .."
                                                + " ('a'):rep(30000))"))
                .hasMessageContaining("pattern too complex");
    }

    @Test
    void errorsThatAreNoTextAreSaidToBeSo() {
        assertThatThrownBy(() -> run(SMALL, "error({})")).hasMessage("an error that is no text");
    }
}

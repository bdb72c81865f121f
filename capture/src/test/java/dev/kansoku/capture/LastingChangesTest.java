// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.capture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kansoku.engine.state.SystemState;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Which calls make another what was found out of threads and fds. */
class LastingChangesTest {
    private static final int EVERYTHING = 18;

    private final SystemState state = new SystemState();
    private final Map<String, SystemCall> calls = new HashMap<>();

    LastingChangesTest() {
        SystemCallTable.rows().forEach(call -> calls.put(call.name(), call));
    }

    @Test
    void everyRowIsOfACallThatTheStateLearnsFrom() {
        for (String[] row : Tables.read("lasting.tsv", 2)) {
            assertThat(calls).as("calls").containsKey(row[0]);
            assertThat(KernelFilter.isDecidable(calls.get(row[0]), state)).as(row[0]).isFalse();
        }
    }

    @Test
    void whereAnFdIsSaidToChangeItsNumberIsAmongTheArguments() {
        for (String[] row : Tables.read("lasting.tsv", 2)) {
            if (row[1].equals("fd")) {
                assertThat(FdSource.of(calls.get(row[0])).code())
                        .as(row[0])
                        .isLessThan(FdSource.ABSENT.code());
            }
        }
    }

    @Test
    void callsThatTheStateLearnsFromAndNobodySpeaksOfChangeEverything() {
        for (String call : new String[] {"close_range", "pipe2", "recvmsg", "unshare", "setns"}) {
            assertThat(LastingChanges.of(calls.get(call), state).bits())
                    .as(call)
                    .isEqualTo(EVERYTHING);
        }
        assertThat(LastingChanges.of(calls.get("read"), state).bits()).isZero();
    }
}

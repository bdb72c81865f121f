// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.engine.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kansoku.event.Event;
import dev.kansoku.event.EventBuilder;
import dev.kansoku.event.EventTable;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What hostile events cannot do. */
class StateBoundsTest {
    private static final StateLimits SMALL =
            StateLimits.DEFAULT.withThreads(64).withFds(100, 500).withContainers(16, 1 << 20);

    @Test
    void randomEventsNeverThrowAndStayInTheLimits() {
        for (long seed = 1; seed <= 8; seed++) {
            Random random = new Random(seed);
            SystemState state = new SystemState(SMALL);
            EventBuilder builder = new EventBuilder();
            Event event = new Event();
            for (int i = 0; i < 5000; i++) {
                build(random, builder, i);
                builder.finish(event);
                state.apply(event);
                touch(state);
                if (state.threads().size() > 64) {
                    throw new AssertionError("seed " + seed + ": too many threads at " + i);
                }
            }
            Set<FdTable> tables = Collections.newSetFromMap(new IdentityHashMap<>());
            state.threads().forEach(thread -> tables.add(thread.ownFds));
            assertThat(tables.stream().mapToInt(FdTable::size).sum()).isLessThanOrEqualTo(500);
        }
    }

    private static void build(Random random, EventBuilder builder, long now) {
        int code = random.nextInt(EventTable.size());
        int most = EventTable.type(code).parameters().size();
        int count = random.nextInt(4) == 0 ? random.nextInt(most + 1) : most;
        builder.begin(code, now * 1000, random.nextInt(40) - 2, count);
        for (int p = 0; p < count; p++) {
            switch (random.nextInt(8)) {
                case 0 -> builder.absent();
                case 1 -> builder.number(random.nextLong());
                case 2 -> builder.text("a/../" + random.nextInt(9));
                case 3 -> {
                    byte[] bytes = new byte[random.nextInt(45)];
                    random.nextBytes(bytes);
                    if (bytes.length > 0) {
                        bytes[0] = new byte[] {1, 2, 10}[random.nextInt(3)];
                    }
                    builder.bytes(bytes);
                }
                default -> builder.number(random.nextInt(40) - 1);
            }
        }
    }

    private static void touch(SystemState state) {
        ThreadState thread = state.thread();
        state.fd();
        if (thread != null) {
            thread.cwd();
            thread.cgroups();
            thread.fds();
            state.threads().parent(thread);
            state.threads().leader(thread);
        }
    }

    @Test
    void aThreadThatIsItsOwnParentEndsNoWalkInALoop() {
        Scene scene = new Scene();
        scene.cloned(10, 0, 10, 10, "x", 0).cloned(11, 0, 11, 10, "x", 0);
        scene.cloned(10, 10, 10, 11, "x", 0);
        scene.enter(10, "procexit", 0, 0, 0, 0, 10).enter(11, "procexit", 0, 0, 0, 0, 11);
        scene.enter(1, "getuid");
        assertThat(scene.state.threads().get(10)).isNull();
        assertThat(scene.state.threads().get(11)).isNull();
    }

    @Test
    void aFullThreadTableDropsOneForEachThatComes() {
        Scene scene = new Scene(SMALL);
        for (int tid = 1; tid <= 1000; tid++) {
            scene.enter(tid, "getuid");
        }
        assertThat(scene.state.threads().size()).isEqualTo(64);
        assertThat(scene.state.losses().evictedThreads()).isEqualTo(1000 - 64);
    }

    @Test
    void aFullFdTableRefusesMoreAndCounts() {
        Scene scene = new Scene(SMALL).process(10, 1, "sh");
        for (int fd = 0; fd < 150; fd++) {
            scene.exit(10, "open", fd * 10_000_007L, "/a", 1, 0, 0, 0);
        }
        assertThat(scene.thread(10).fdOpenCount()).isEqualTo(100);
        assertThat(scene.state.losses().refusedFds()).isEqualTo(50);
    }

    @Test
    void allFdsTogetherAreBoundedOverForks() {
        Scene scene = new Scene(SMALL).process(10, 1, "sh");
        for (int fd = 0; fd < 100; fd++) {
            scene.exit(10, "open", fd, "/a", 1, 0, 0, 0);
        }
        for (int child = 11; child < 30; child++) {
            scene.cloned(10, child, 10, 1, "sh", 0);
        }
        long[] fds = new long[1];
        scene.state.threads().forEach(thread -> fds[0] += thread.fdOpenCount());
        assertThat(fds[0]).isEqualTo(500);

        for (int child = 11; child < 30; child++) {
            scene.enter(child, "procexit", 0, 0, 0, 0, 0);
        }
        scene.enter(10, "getuid").cloned(10, 31, 10, 1, "sh", 0);
        assertThat(scene.thread(31).fdOpenCount()).isEqualTo(100);
    }

    @Test
    void passesOverWhatChangesNothing() {
        SystemState state = new SystemState();
        assertThat(state.ignores(Scene.newest("read", true))).isTrue();
        assertThat(state.ignores(Scene.newest("read", false))).isTrue();
        assertThat(state.ignores(Scene.newest("close", false))).isFalse();
        assertThat(state.ignores(Scene.newest("procexit", false))).isFalse();
    }

    @Test
    void theMapAgreesWithTheLibrarys() {
        Random random = new Random(3);
        LongMap<String> map = new LongMap<>(4);
        Map<Long, String> model = new HashMap<>();
        for (int i = 0; i < 20_000; i++) {
            long key = random.nextInt(300) - 5;
            if (random.nextBoolean()) {
                assertThat(map.put(key, "v" + i)).isEqualTo(model.put(key, "v" + i));
            } else {
                assertThat(map.remove(key)).isEqualTo(model.remove(key));
            }
            assertThat(map.size()).isEqualTo(model.size());
        }
        model.forEach((key, value) -> assertThat(map.get(key)).isEqualTo(value));
    }
}

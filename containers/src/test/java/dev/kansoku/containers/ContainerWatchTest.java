// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.containers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kansoku.engine.state.ContainerId;
import dev.kansoku.engine.state.ContainerState;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whom a watch asks, in which order and how often. */
@Timeout(60)
class ContainerWatchTest {
    private static final String ID = "1f".repeat(32);
    private static final ContainerId GUESS = new ContainerId("box", "", "/lab/box");

    private final Announcements announcements = new Announcements();

    /** Knows every container from a certain question on. */
    private record Late(String type, boolean knowsLittle, int from, AtomicInteger asked)
            implements ContainerRuntime {
        @Override
        public String address() {
            return "/run/" + type;
        }

        @Override
        public boolean mayKnow(ContainerId id) {
            return true;
        }

        @Override
        public @Nullable ContainerState find(ContainerId id) {
            return asked.incrementAndGet() < from
                    ? null
                    : new ContainerDraft(id.id(), type).name(type).cgroup(id.guess()).finish();
        }
    }

    private static Late late(String type, boolean knowsLittle, int from) {
        return new Late(type, knowsLittle, from, new AtomicInteger());
    }

    private ContainerWatch watch(ContainerRuntime... runtimes) {
        return new ContainerWatch(
                () -> List.of(runtimes), announcements, new ContainerAccounts(Path.of("/")));
    }

    private static void settle(ContainerWatch watch, ContainerId container)
            throws InterruptedException {
        while (!watch.isSettled(container)) {
            Thread.sleep(5);
        }
    }

    private List<String> told() {
        List<String> told = new ArrayList<>();
        for (Announcement next = announcements.take(); next != null; next = announcements.take()) {
            if (next instanceof Announcement.Async async) {
                told.add(new String(async.data(), StandardCharsets.UTF_8));
            }
        }
        return told;
    }

    @Test
    void takesAPlainRuntimesWordUntilADaemonSaysMore() throws InterruptedException {
        ContainerId container = new ContainerId(ID, "docker");
        try (ContainerWatch watch = watch(late("docker", false, 2), late("runc", true, 1))) {
            watch.meet(container, 1, false);
            settle(watch, container);
        }

        List<String> told = told();
        assertThat(told).hasSize(2);
        assertThat(told.getFirst()).contains("\"name\":\"runc\"");
        assertThat(told.getLast()).contains("\"name\":\"docker\"");
    }

    @Test
    void asksAboutAGuessAgainWithTheNextProcesses() throws InterruptedException {
        Late runc = late("runc", true, 6);
        try (ContainerWatch watch = watch(runc)) {
            for (int i = 0; i < 3; i++) {
                watch.meet(GUESS, 1, false);
                settle(watch, GUESS);
            }
            assertThat(watch.account().unanswered()).isZero();
        }

        assertThat(told()).singleElement().asString().contains("\"cgroup_path\":\"/lab/box\"");
        assertThat(runc.asked.get()).isEqualTo(6);
    }

    @Test
    void givesUpOnAGuessThatNobodyConfirms() throws InterruptedException {
        Late runc = late("runc", true, Integer.MAX_VALUE);
        try (ContainerWatch watch = watch(runc)) {
            for (int i = 0; i < 8; i++) {
                watch.meet(GUESS, 1, false);
                settle(watch, GUESS);
            }
            assertThat(watch.account().unanswered()).as("it is the machine's").isZero();
        }

        assertThat(told()).isEmpty();
        assertThat(runc.asked.get()).isEqualTo(12);
    }

    @Test
    void asksAboutAGuessOnceWhereItsProcessesHaveRunForAWhile() throws InterruptedException {
        Late runc = late("runc", true, Integer.MAX_VALUE);
        try (ContainerWatch watch = watch(runc)) {
            assertThat(watch.meet(GUESS, 1, true)).isTrue();
            settle(watch, GUESS);
            assertThat(watch.meet(GUESS, 1, false)).isFalse();
        }

        assertThat(runc.asked.get()).isEqualTo(3);
    }
}

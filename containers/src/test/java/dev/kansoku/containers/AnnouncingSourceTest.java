// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.containers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kansoku.engine.source.EventSource;
import dev.kansoku.engine.source.Losses;
import dev.kansoku.engine.state.ContainerId;
import dev.kansoku.engine.state.ContainerLabels;
import dev.kansoku.engine.state.ContainerState;
import dev.kansoku.event.Event;
import dev.kansoku.event.EventBuilder;
import dev.kansoku.event.EventTable;
import dev.kansoku.event.EventType;
import dev.kansoku.event.start.ProcessEntry;
import dev.kansoku.event.start.StartListener;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Where announcements come in the stream, with runtimes and sources made for the purpose. */
class AnnouncingSourceTest {
    private static final long MILLI = 1_000_000;
    private static final String ID = "1f".repeat(32);
    private static final String OTHER = "2e".repeat(32);

    private final Announcements announcements = new Announcements();
    private final Deque<byte[]> events = new ArrayDeque<>();
    private int fill;
    private byte[] cgroupsAtStart = {};

    /** Delivers what lies in {@link #events}. */
    private final class Origin implements EventSource {
        private boolean begun;

        @Override
        public boolean next(Event event, StartListener start) {
            if (!begun) {
                begun = true;
                ProcessEntry process = new ProcessEntry();
                process.tid = 1;
                process.cgroups = cgroupsAtStart;
                start.process(process);
            }
            byte[] bytes = events.poll();
            if (bytes != null) {
                int count = EventTable.type(bytes[20] & 0xff | bytes[21] << 8).parameters().size();
                event.wrap(bytes, 0, 26, count);
            }
            return bytes != null;
        }

        @Override
        public int fill() {
            return fill;
        }

        @Override
        public Losses losses() {
            return Losses.NONE;
        }

        @Override
        public void close() {}
    }

    /** Knows every container, once its gate is open. */
    private static final class Runtime implements ContainerRuntime {
        final CountDownLatch gate;
        final AtomicInteger asked = new AtomicInteger();
        boolean broken;
        int refusals;

        Runtime(int gates) {
            gate = new CountDownLatch(gates);
        }

        @Override
        public String type() {
            return "docker";
        }

        @Override
        public String address() {
            return "/a/socket";
        }

        @Override
        public boolean mayKnow(ContainerId id) {
            return true;
        }

        @Override
        public @Nullable ContainerState find(ContainerId id) throws IOException {
            asked.incrementAndGet();
            try {
                gate.await();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
            if (broken) {
                throw new IOException("connection refused");
            }
            return refusals-- > 0 ? null : container(id);
        }
    }

    private static ContainerState container(ContainerId id) {
        return new ContainerState(
                id.shortId(),
                id.id(),
                "a-name",
                "docker",
                new ContainerState.Image("an/image:1", "", "an/image", "1", ""),
                false,
                "",
                "",
                "",
                null,
                null,
                null,
                List.of(),
                ContainerLabels.NONE,
                ContainerLabels.NONE,
                List.of());
    }

    private static byte[] cgroups(String id) {
        return ("cpu=/docker/" + id + "\0memory=/docker/" + id + "\0").getBytes();
    }

    /** An execve in a container, or outside where {@code id} is empty. */
    private static byte[] exec(long timestamp, String id) {
        EventType type =
                EventTable.all().stream().filter(AnnouncingSourceTest::isExec).toList().getLast();
        EventBuilder builder = new EventBuilder().begin(type.code(), timestamp, 77);
        for (int i = 0; i < type.parameters().size(); i++) {
            if (type.parameter(i).name().equals("cgroups")) {
                builder.bytes(id.isEmpty() ? "cpu=/\0".getBytes() : cgroups(id));
            } else {
                builder.absent();
            }
        }
        return builder.toBytes();
    }

    private static boolean isExec(EventType type) {
        return type.name().equals("execve") && type.isExit();
    }

    private AnnouncingSource source(Runtime runtime, long hold) {
        ContainerWatch watch =
                new ContainerWatch(
                        () -> List.of(runtime), announcements, new ContainerAccounts(Path.of("/")));
        return new AnnouncingSource(new Origin(), announcements, watch, hold);
    }

    /** The names of what comes out, users and groups of the container left out. */
    private static List<String> read(EventSource source) throws IOException {
        List<String> names = new ArrayList<>();
        Event event = new Event();
        long number = 0;
        while (source.next(event, new StartListener() {})) {
            assertThat(event.number()).isEqualTo(++number);
            String name = event.type().name();
            if (!name.equals("useradded") && !name.equals("groupadded")) {
                names.add(name + "@" + event.timestamp());
            }
        }
        return names;
    }

    @Test
    void aContainersNameComesBeforeItsFirstEvent() throws IOException {
        events.add(exec(1, ""));
        events.add(exec(2, ID));
        events.add(exec(3, ID));
        try (AnnouncingSource source = source(new Runtime(0), 5000 * MILLI)) {
            assertThat(read(source))
                    .containsExactly("execve@1", "asyncevent@2", "execve@2", "execve@3");
            assertThat(source.held()).isPositive();
        }
    }

    @Test
    void aContainerThatRanBeforeIsToldBeforeTheFirstEvent() throws IOException {
        cgroupsAtStart = cgroups(ID);
        events.add(exec(1, ""));
        try (AnnouncingSource source = source(new Runtime(0), 5000 * MILLI)) {
            assertThat(read(source)).containsExactly("asyncevent@1", "execve@1");
        }
    }

    @Test
    void eachContainerIsAskedForOnce() throws IOException {
        for (int i = 1; i <= 100; i++) {
            events.add(exec(i, i % 2 == 0 ? ID : OTHER));
        }
        Runtime runtime = new Runtime(0);
        try (AnnouncingSource source = source(runtime, 5000 * MILLI)) {
            assertThat(read(source)).filteredOn(name -> name.startsWith("async")).hasSize(2);
        }
        assertThat(runtime.asked).hasValue(2);
    }

    @Test
    void patienceEnds() throws IOException {
        events.add(exec(1, ID));
        Runtime runtime = new Runtime(1);
        try (AnnouncingSource source = source(runtime, 20 * MILLI)) {
            assertThat(read(source)).containsExactly("execve@1");
        }
    }

    @Test
    void whatComesLateIsToldLate() throws IOException, InterruptedException {
        events.add(exec(1, ID));
        events.add(exec(2, ID));
        Runtime runtime = new Runtime(1);
        try (AnnouncingSource source = source(runtime, 10 * MILLI)) {
            Event event = new Event();
            assertThat(source.next(event, new StartListener() {})).isTrue();
            runtime.gate.countDown();
            while (!announcements.any()) {
                Thread.sleep(1);
            }
            assertThat(read(new Renumbered(source))).contains("asyncevent@2", "execve@2");
        }
    }

    /** Counts from one again. */
    private record Renumbered(EventSource source, AtomicInteger count) implements EventSource {
        Renumbered(EventSource source) {
            this(source, new AtomicInteger());
        }

        @Override
        public boolean next(Event event, StartListener start) throws IOException {
            boolean more = source.next(event, start);
            event.number(count.incrementAndGet());
            return more;
        }

        @Override
        public Losses losses() {
            return source.losses();
        }

        @Override
        public void close() {}
    }

    @Test
    void nothingIsHeldWhereBuffersFillUp() throws IOException {
        events.add(exec(1, ID));
        fill = 60;
        try (AnnouncingSource source = source(new Runtime(1), Long.MAX_VALUE)) {
            assertThat(read(source)).containsExactly("execve@1");
        }
    }

    @Test
    void whatIsHeldInAllIsBounded() throws IOException {
        for (int i = 1; i <= 200; i++) {
            events.add(exec(i, String.format("%064x", i)));
        }
        try (AnnouncingSource source = source(new Runtime(1), 100 * MILLI)) {
            assertThat(read(source)).hasSize(200);
            assertThat(source.held()).isLessThan(4_000 * MILLI);
        }
    }

    @Test
    void aRuntimeThatLearnsLateIsAskedAgain() throws IOException {
        events.add(exec(1, ID));
        Runtime runtime = new Runtime(0);
        runtime.refusals = 2;
        try (AnnouncingSource source = source(runtime, 5000 * MILLI)) {
            assertThat(read(source)).containsExactly("asyncevent@1", "execve@1");
        }
        assertThat(runtime.asked).hasValue(3);
    }

    @Test
    void failuresAreCountedAndTold() throws IOException {
        events.add(exec(1, ID));
        Runtime runtime = new Runtime(0);
        runtime.broken = true;
        ContainerWatch watch =
                new ContainerWatch(
                        () -> List.of(runtime), announcements, new ContainerAccounts(Path.of("/")));
        try (AnnouncingSource source =
                new AnnouncingSource(new Origin(), announcements, watch, 10_000 * MILLI)) {
            assertThat(read(source)).containsExactly("execve@1");
            ContainerWatch.Account account = watch.account();
            assertThat(account.failed()).isPositive();
            assertThat(account.lastFailure()).contains("docker at /a/socket: connection refused");
        }
    }

    @Test
    void announcementsAreBounded() {
        byte[] large = new byte[1 << 20];
        for (int i = 0; i < 100; i++) {
            announcements.announce(new Announcement.Async("container", large));
        }
        assertThat(announcements.dropped()).isBetween(30L, 50L);
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.capture.bpf;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.kansoku.capture.CaptureException;
import dev.kansoku.capture.CgroupNames;
import dev.kansoku.capture.CgroupNames.Answer;
import dev.kansoku.ffi.Bpf;
import dev.kansoku.ffi.SystemCallException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * Tells the kernel programs which cgroups are in scope, or left out, by names that others know. A
 * cgroup that appears is pending until that is known: its events come with a mark, and wait here
 * for the answer, though not for long.
 *
 * <p>What the programs tell of a cgroup that appeared:
 *
 * <pre>
 *   0    8          12       16
 *  +----+----------+--------+--------------
 *  | id | is of v1 | length | path, NUL
 *  +----+----------+--------+--------------
 * </pre>
 */
final class NamedCgroups {
    /** The programs that tell of cgroups. */
    static final List<String> PROGRAMS = List.of("cgroup_appeared", "cgroup_gone");

    private static final int LONGEST_PATH = 512;
    private static final int APPEARED = 16 + LONGEST_PATH;

    /** Cgroups that are remembered after they were decided about. */
    private static final int REMEMBERED = 4096;

    /** How much may be held back in each {@link #PERIOD} altogether, in nanoseconds. */
    private static final long MOST_HELD = 3_000_000_000L;

    private static final long PERIOD = 10_000_000_000L;
    private static final long REST = 500_000;

    /** A cgroup that appeared, or was there. */
    private static final class Known {
        final String path;
        final long since;
        Answer answer = Answer.UNDECIDED;

        Known(String path, long since) {
            this.path = path;
            this.since = since;
        }
    }

    private final CgroupNames names;
    private final List<Hierarchies.Mount> mounts;
    private final ScopeSets sets;
    private final int appeared;
    private final Map<CgroupKey, Known> undecided = new HashMap<>();
    private final Map<CgroupKey, Known> decided =
            new LinkedHashMap<>(64, 0.75f, true) {
                @Override
                protected boolean removeEldestEntry(Map.Entry<CgroupKey, Known> eldest) {
                    return size() > REMEMBERED;
                }
            };
    private final MemorySegment told = Arena.ofAuto().allocate(APPEARED, 8);
    private long periodBegan;
    private long heldInPeriod;

    /**
     * @param appeared the programs' queue of cgroups that appeared
     */
    NamedCgroups(CgroupNames names, List<Hierarchies.Mount> mounts, ScopeSets sets, int appeared) {
        this.names = names;
        this.mounts = mounts;
        this.sets = sets;
        this.appeared = appeared;
    }

    /** Asks about all cgroups that there are, and waits for the answers as long as for one. */
    void begin() throws CaptureException {
        for (Hierarchies.Mount mount : mounts) {
            try {
                Files.walkFileTree(mount.folder(), new Existing(mount));
            } catch (IOException e) {
                throw new CaptureException("cannot list the control groups", e);
            }
        }
        long begin = System.nanoTime();
        look();
        while (!undecided.isEmpty() && System.nanoTime() - begin < names.patience()) {
            LockSupport.parkNanos(REST);
            look();
        }
        names.begun();
    }

    private final class Existing extends SimpleFileVisitor<Path> {
        private final Hierarchies.Mount mount;

        Existing(Hierarchies.Mount mount) {
            this.mount = mount;
        }

        @Override
        public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            String below = mount.folder().relativize(folder).toString();
            if (!below.isEmpty()) {
                try {
                    add(new CgroupKey(Hierarchies.inode(folder), !mount.unified()), "/" + below);
                } catch (CaptureException e) {
                    return FileVisitResult.SKIP_SUBTREE; // it is gone
                }
            }
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException gone) {
            return FileVisitResult.CONTINUE;
        }
    }

    private void add(CgroupKey key, String path) {
        if (!undecided.containsKey(key) && !decided.containsKey(key)) {
            undecided.put(key, new Known(path, System.nanoTime()));
        }
    }

    /** Takes note of cgroups that have appeared, and of what is known of them since. */
    void look() {
        try {
            while (Bpf.pop(appeared, told)) {
                int length = Math.clamp(told.get(JAVA_INT, 12), 1, LONGEST_PATH) - 1;
                byte[] path = told.asSlice(16, length).toArray(JAVA_BYTE);
                add(
                        new CgroupKey(told.get(JAVA_LONG, 0), told.get(JAVA_INT, 8) != 0),
                        new String(path, StandardCharsets.UTF_8));
            }
            for (CgroupKey key : List.copyOf(undecided.keySet())) {
                decide(key);
            }
        } catch (SystemCallException e) {
            throw new UncheckedIOException(new CaptureException("cgroups: " + e.getMessage(), e));
        }
    }

    private void decide(CgroupKey key) throws SystemCallException {
        Known known = undecided.get(key);
        if (known == null) {
            return;
        }
        Answer answer = answer(known.path);
        if (answer != Answer.UNDECIDED) {
            known.answer = answer;
            undecided.remove(key);
            decided.put(key, known);
            sets.cgroup(
                    key,
                    switch (answer) {
                        case IN -> ScopeSets.IN;
                        case OUT -> ScopeSets.OUT;
                        default -> 0;
                    });
        }
    }

    /** Of a cgroup or, where nobody knows that by a name, of the one it lies in. */
    private Answer answer(String path) {
        for (String at = path; !at.isEmpty(); at = at.substring(0, at.lastIndexOf('/'))) {
            Answer answer = names.of(at);
            if (answer != Answer.NEITHER) {
                return answer;
            }
        }
        return Answer.NEITHER;
    }

    /**
     * Whether an event is in scope, after a wait where its cgroup is new.
     *
     * @param mustNotWait whether nothing may be held back just now
     */
    boolean admits(PendingMark mark, BooleanSupplier mustNotWait) {
        look();
        Known known = undecided.get(mark.cgroup());
        if (known != null) {
            await(known, mustNotWait);
        } else {
            known = decided.get(mark.cgroup());
        }
        return switch (known == null ? Answer.UNDECIDED : known.answer) {
            case IN -> true;
            case OUT -> false;
            case NEITHER, UNDECIDED -> mark.inside();
        };
    }

    private void await(Known known, BooleanSupplier mustNotWait) {
        long begin = System.nanoTime();
        if (begin - periodBegan > PERIOD) {
            periodBegan = begin;
            heldInPeriod = 0;
        }
        long most =
                Math.min(
                        names.patience() - (begin - known.since),
                        Math.max(names.patience(), MOST_HELD) - heldInPeriod);
        long now = begin;
        while (known.answer == Answer.UNDECIDED
                && now - begin < most
                && !mustNotWait.getAsBoolean()) {
            LockSupport.parkNanos(REST);
            look();
            now = System.nanoTime();
        }
        heldInPeriod += now - begin;
    }
}

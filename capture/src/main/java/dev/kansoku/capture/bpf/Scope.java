// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.capture.bpf;

import dev.kansoku.capture.CaptureException;
import dev.kansoku.capture.CaptureScope;
import dev.kansoku.capture.CgroupNames;
import dev.kansoku.capture.ScopeSet;
import dev.kansoku.capture.process.ProcessTrees;
import dev.kansoku.ffi.Bpf;
import dev.kansoku.ffi.Processes;
import dev.kansoku.ffi.SystemCallException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Whose events are recorded, as told to the kernel programs: {@code sets.h}. */
final class Scope implements Held.Part {
    private static final int NO_SUCH_PROCESS = 3;

    /** A process of a tree that is observed. */
    private static final int TREE_IN = 0x10000;

    /** A process of a tree that is left out. */
    private static final int TREE_OUT = 0x20000;

    private final CaptureScope asked;
    private final Control control;
    private final Set<Control.Mode> mode;
    private final int tree;
    private final ScopeSets sets;
    private final @Nullable NamedCgroups named;

    private Scope(
            CaptureScope asked,
            Control control,
            Set<Control.Mode> mode,
            int tree,
            ScopeSets sets,
            @Nullable NamedCgroups named) {
        this.asked = asked;
        this.control = control;
        this.mode = mode;
        this.tree = tree;
        this.sets = sets;
        this.named = named;
    }

    /** Prepares a scope; nothing is recorded before {@link #enter}. */
    static Scope of(CaptureScope asked, Control control, Skeleton programs)
            throws CaptureException, SystemCallException {
        for (ScopeSet set : List.of(asked.in(), asked.out())) {
            for (long pid : set.pids()) {
                if (!Files.exists(Path.of("/proc/" + pid))) {
                    throw new CaptureException("there is no process " + pid);
                }
            }
        }
        ScopeSets sets = new ScopeSets(programs.map("sets"), programs.map("choices"));
        try {
            NamedCgroups named = fill(asked, sets, programs);
            return new Scope(asked, control, modes(asked), programs.map("tree"), sets, named);
        } catch (CaptureException | SystemCallException | RuntimeException e) {
            sets.close();
            throw e;
        }
    }

    private static Set<Control.Mode> modes(CaptureScope asked) {
        Set<Control.Mode> modes = EnumSet.noneOf(Control.Mode.class);
        CgroupNames names = asked.named();
        if (asked.isOfMachine()) {
            modes.add(Control.Mode.ALL);
        }
        if (!asked.command().isEmpty()) {
            modes.add(Control.Mode.TREES);
        }
        if (names != null) {
            modes.add(Control.Mode.CGROUPS);
            if (names.takesIn()) {
                modes.add(Control.Mode.AWAITS_IN);
            }
            if (names.leavesOut()) {
                modes.add(Control.Mode.AWAITS_OUT);
            }
        }
        for (ScopeSet set : List.of(asked.in(), asked.out())) {
            add(modes, Control.Mode.TREES, set.pids());
            add(modes, Control.Mode.CGROUPS, set.cgroups());
            add(modes, Control.Mode.USERS, set.uids());
            add(modes, Control.Mode.COMMS, set.comms());
        }
        return modes;
    }

    private static void add(Set<Control.Mode> modes, Control.Mode mode, List<?> named) {
        if (!named.isEmpty()) {
            modes.add(mode);
        }
    }

    private static @Nullable NamedCgroups fill(
            CaptureScope asked, ScopeSets sets, Skeleton programs)
            throws CaptureException, SystemCallException {
        Hierarchies hierarchies = Hierarchies.mounted();
        fill(asked.in(), ScopeSets.IN, sets, hierarchies);
        fill(asked.out(), ScopeSets.OUT, sets, hierarchies);
        CgroupNames names = asked.named();
        NamedCgroups named =
                names == null
                        ? null
                        : new NamedCgroups(
                                names, hierarchies.ofContainers(), sets, programs.map("appeared"));
        sets.hierarchy(hierarchies.firstVersionNumber());
        return named;
    }

    private static void fill(ScopeSet from, int bits, ScopeSets to, Hierarchies hierarchies)
            throws CaptureException, SystemCallException {
        for (String cgroup : from.cgroups()) {
            to.cgroup(hierarchies.locate(cgroup), bits);
        }
        for (long uid : from.uids()) {
            to.user(uid, bits);
        }
        for (String comm : from.comms()) {
            to.comm(comm, bits);
        }
    }

    /**
     * Begins recording.
     *
     * @param pass finds the children of a tree's processes, or null to look in /proc
     * @return the threads as they were before, by tid; empty without {@code pass}
     */
    Map<Integer, Census> enter(@Nullable StartPass pass)
            throws SystemCallException, CaptureException {
        if (named != null) {
            named.begin();
        }
        if (pass == null) {
            walk();
            control.mode(mode);
            return Map.of();
        }
        for (long pid : asked.in().pids()) {
            Bpf.update(tree, (int) pid, TREE_IN);
        }
        for (long pid : asked.out().pids()) {
            Bpf.update(tree, (int) pid, TREE_OUT); // also where it was to be observed
        }
        Map<Integer, Census> before = new HashMap<>();
        pass.scope(mode, tree, sets);
        pass.census(before);
        control.mode(mode);
        if (mode.contains(Control.Mode.TREES)) {
            pass.census(before); // for who was born after the first one passed its parent
        }
        return before;
    }

    /**
     * Walks the trees of running processes twice: a child born during the first walk, of a parent
     * not yet entered, is found by the second.
     */
    private void walk() throws SystemCallException, CaptureException {
        for (int walk = 0; walk < 2; walk++) {
            for (int pid : treesOf(asked.in().pids())) {
                Bpf.update(tree, pid, TREE_IN);
            }
            for (int pid : treesOf(asked.out().pids())) {
                Bpf.update(tree, pid, TREE_OUT);
            }
        }
    }

    /** Whether the scope is the whole machine. */
    boolean isAll() {
        return mode.equals(Set.of(Control.Mode.ALL));
    }

    /** What is observed by names of cgroups, or null for nothing. */
    @Nullable NamedCgroups named() {
        return named;
    }

    /** Decides about an event of a cgroup that has just appeared. */
    boolean admits(PendingMark mark, BooleanSupplier mustNotWait) {
        return named == null ? mark.inside() : named.admits(mark, mustNotWait);
    }

    /** Takes note of cgroups that have appeared. */
    void look() {
        if (named != null) {
            named.look();
        }
    }

    /** Whether the scope is trees of processes alone, which are all gone. */
    boolean isGone() {
        List<Long> pids = asked.in().pids();
        if (pids.isEmpty() || !isOfTrees()) {
            return false;
        }
        for (long pid : pids) {
            if (Processes.kill((int) pid, 0) != -NO_SUCH_PROCESS) {
                return false; // there, if not ours
            }
        }
        return true;
    }

    /** Whether nothing but processes is taken in. */
    private boolean isOfTrees() {
        return asked.in().equals(ScopeSet.ofPids(asked.in().pids()))
                && (asked.named() == null || !asked.named().takesIn());
    }

    /**
     * The running processes of the scope where it is trees and cgroups; empty where any can be of
     * it.
     */
    Collection<Integer> members() throws CaptureException {
        ScopeSet in = asked.in();
        if (asked.isOfMachine()
                || !in.uids().isEmpty()
                || !in.comms().isEmpty()
                || asked.named() != null) {
            return List.of();
        }
        try {
            Set<Integer> members = new HashSet<>(treesOf(in.pids()));
            for (String cgroup : in.cgroups()) {
                members.addAll(membersOf(Path.of(cgroup)));
            }
            if (members.isEmpty()) {
                members.add(Processes.current()); // none are not all
            }
            return members;
        } catch (IOException e) {
            throw new CaptureException("cannot list the processes to observe", e);
        }
    }

    private static Set<Integer> membersOf(Path cgroup) throws IOException {
        Set<Integer> members = new HashSet<>();
        try (var folders = Files.walk(cgroup)) {
            for (Path folder : folders.filter(Files::isDirectory).toList()) {
                for (String line : Files.readAllLines(folder.resolve("cgroup.procs"))) {
                    members.add(Integer.parseInt(line));
                }
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        return members;
    }

    private static Collection<Integer> treesOf(List<Long> roots) throws CaptureException {
        try {
            return roots.isEmpty() ? List.of() : ProcessTrees.of(new ArrayList<>(roots));
        } catch (IOException e) {
            throw new CaptureException("cannot list the processes to observe", e);
        }
    }

    @Override
    public void close() {
        sets.close();
    }
}

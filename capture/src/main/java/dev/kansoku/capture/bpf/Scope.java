package dev.kansoku.capture.bpf;

import dev.kansoku.capture.CaptureException;
import dev.kansoku.capture.LiveOptions;
import dev.kansoku.capture.process.ProcTables;
import dev.kansoku.ffi.Bpf;
import dev.kansoku.ffi.Processes;
import dev.kansoku.ffi.SystemCallException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Whose events are recorded, as told to the kernel program. */
final class Scope {
    private static final int NO_SUCH_PROCESS = 3;

    private final Control control;
    private final Control.Mode mode;
    private final List<Long> pids;
    private final int tree;

    private final @Nullable Path cgroup;

    private Scope(
            Control control, Control.Mode mode, List<Long> pids, int tree, @Nullable Path cgroup) {
        this.control = control;
        this.mode = mode;
        this.pids = pids;
        this.tree = tree;
        this.cgroup = cgroup;
    }

    /** Prepares a scope; nothing is recorded before {@link #enter}. */
    static Scope of(LiveOptions options, Control control, int tree) throws CaptureException {
        Control.Mode mode = Control.Mode.ALL;
        Path cgroup = null;
        String comm = options.scope().comm();
        if (options.scope().isOfProcesses()) {
            mode = Control.Mode.TREE;
        } else if (options.scope().cgroup() != null) {
            mode = Control.Mode.CGROUP;
            cgroup = Path.of(options.scope().cgroup()).toAbsolutePath().normalize();
            control.cgroup(inode(cgroup), depth(cgroup));
        } else if (comm != null) {
            mode = Control.Mode.COMM;
            control.comm(comm);
        }
        for (long pid : options.scope().pids()) {
            if (!Files.exists(Path.of("/proc/" + pid))) {
                throw new CaptureException("there is no process " + pid);
            }
        }
        return new Scope(control, mode, options.scope().pids(), tree, cgroup);
    }

    /**
     * Begins recording.
     *
     * @param pass finds the children of a tree's processes, or null to look in /proc
     * @return the threads as they were before, by tid; empty without {@code pass}
     */
    Map<Integer, Census> enter(@Nullable StartPass pass)
            throws SystemCallException, CaptureException {
        if (pass == null) {
            walk();
            control.mode(mode);
            return Map.of();
        }
        for (long pid : pids) {
            Bpf.update(tree, (int) pid, 0);
        }
        Map<Integer, Census> before = new HashMap<>();
        pass.scope(control, mode, tree);
        pass.census(before);
        control.mode(mode);
        if (mode == Control.Mode.TREE) {
            pass.census(before); // for who was born after the first one passed its parent
        }
        return before;
    }

    /**
     * Walks the trees of running processes twice: a child born during the first walk, of a parent
     * not yet entered, is found by the second.
     */
    private void walk() throws SystemCallException, CaptureException {
        for (int walk = 0; walk < 2 && !pids.isEmpty(); walk++) {
            for (int pid : members()) {
                Bpf.update(tree, pid, 0);
            }
        }
    }

    /** Whether the scope is the whole machine. */
    boolean isAll() {
        return mode == Control.Mode.ALL;
    }

    /** Whether the scope is a tree of processes that are all gone. */
    boolean isGone() {
        if (pids.isEmpty()) {
            return false;
        }
        for (long pid : pids) {
            if (Processes.kill((int) pid, 0) != -NO_SUCH_PROCESS) {
                return false; // there, if not ours
            }
        }
        return true;
    }

    /**
     * The running processes of the scope where it is trees or a cgroup; empty where any can be of
     * it.
     */
    Collection<Integer> members() throws CaptureException {
        try {
            if (cgroup != null) {
                return membersOf(cgroup);
            }
            return pids.isEmpty() ? List.of() : treesOf(pids);
        } catch (IOException e) {
            throw new CaptureException("cannot list the processes to observe", e);
        }
    }

    private static Set<Integer> membersOf(Path cgroup) throws IOException {
        Set<Integer> members = new HashSet<>();
        // a cgroup that nobody is in still has this process's entry, so that "none" is not "all"
        members.add(Processes.current());
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

    private static Set<Integer> treesOf(List<Long> roots) throws IOException {
        Map<Integer, Integer> parents = new HashMap<>();
        for (int pid : ProcTables.pids()) {
            parents.put(pid, parentOf(pid));
        }
        Set<Integer> members = new HashSet<>();
        for (long root : roots) {
            members.add((int) root);
        }
        boolean grown = true;
        while (grown) {
            grown = false;
            for (Map.Entry<Integer, Integer> entry : parents.entrySet()) {
                if (members.contains(entry.getValue())) {
                    grown |= members.add(entry.getKey());
                }
            }
        }
        return members;
    }

    private static int parentOf(int pid) {
        try {
            String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
            // the name in brackets may hold blanks and brackets itself
            String[] cells = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
            return Integer.parseInt(cells[1]);
        } catch (IOException | RuntimeException e) {
            return -1; // it ended meanwhile
        }
    }

    private static long inode(Path path) throws CaptureException {
        try {
            return (Long) Files.getAttribute(path, "unix:ino");
        } catch (IOException e) {
            throw new CaptureException("there is no cgroup " + path, e);
        }
    }

    /** How far below the root of its mount a cgroup is. */
    private static int depth(Path path) throws CaptureException {
        try {
            int depth = 0;
            Object device = Files.getAttribute(path, "unix:dev");
            for (Path above = path.getParent(); above != null; above = above.getParent()) {
                if (!Files.getAttribute(above, "unix:dev").equals(device)) {
                    return depth;
                }
                depth++;
            }
            return depth;
        } catch (IOException e) {
            throw new CaptureException("cannot find the root above cgroup " + path, e);
        }
    }
}

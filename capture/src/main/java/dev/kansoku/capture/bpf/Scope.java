package dev.kansoku.capture.bpf;

import dev.kansoku.capture.CaptureException;
import dev.kansoku.capture.LiveOptions;
import dev.kansoku.ffi.Bpf;
import dev.kansoku.ffi.Processes;
import dev.kansoku.ffi.SystemCallException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Whose events are recorded, as told to the kernel program. */
final class Scope {
    private final Control control;
    private final Control.Mode mode;
    private final List<Long> pids;
    private final int tree;

    private Scope(Control control, Control.Mode mode, List<Long> pids, int tree) {
        this.control = control;
        this.mode = mode;
        this.pids = pids;
        this.tree = tree;
    }

    /** Prepares a scope; nothing is recorded before {@link #enter}. */
    static Scope of(LiveOptions options, Control control, int tree) throws CaptureException {
        Control.Mode mode = Control.Mode.ALL;
        String cgroup = options.cgroup();
        String comm = options.comm();
        if (!options.command().isEmpty() || !options.pids().isEmpty()) {
            mode = Control.Mode.TREE;
        } else if (cgroup != null) {
            mode = Control.Mode.CGROUP;
            Path path = Path.of(cgroup).toAbsolutePath().normalize();
            control.cgroup(inode(path), depth(path));
        } else if (comm != null) {
            mode = Control.Mode.COMM;
            control.comm(comm);
        }
        for (long pid : options.pids()) {
            if (!Files.exists(Path.of("/proc/" + pid))) {
                throw new CaptureException("there is no process " + pid);
            }
        }
        return new Scope(control, mode, options.pids(), tree);
    }

    /**
     * Begins recording. The trees of running processes are walked twice: a child born during the
     * first walk, of a parent not yet entered, is found by the second.
     */
    void enter() throws SystemCallException, CaptureException {
        for (int walk = 0; walk < 2 && !pids.isEmpty(); walk++) {
            for (long pid : members()) {
                Bpf.update(tree, (int) pid, 0);
            }
        }
        control.mode(mode);
    }

    /** Whether the scope is a tree of processes that are all gone. */
    boolean isGone() {
        if (pids.isEmpty()) {
            return false;
        }
        for (long pid : pids) {
            if (Processes.kill((int) pid, 0) == 0) {
                return false;
            }
        }
        return true;
    }

    /** The running processes of the given trees. */
    private Set<Long> members() throws CaptureException {
        Map<Long, Long> parents = new HashMap<>();
        try (var entries = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
            for (Path entry : entries) {
                long parent = parentOf(entry);
                if (parent >= 0) {
                    parents.put(Long.parseLong(entry.getFileName().toString()), parent);
                }
            }
        } catch (IOException e) {
            throw new CaptureException("cannot list the processes in /proc", e);
        }
        Set<Long> members = new HashSet<>(pids);
        boolean grown = true;
        while (grown) {
            grown = false;
            for (Map.Entry<Long, Long> entry : parents.entrySet()) {
                if (members.contains(entry.getValue())) {
                    grown |= members.add(entry.getKey());
                }
            }
        }
        return members;
    }

    private static long parentOf(Path process) {
        try {
            String stat = Files.readString(process.resolve("stat"));
            // the name in brackets may hold blanks and brackets itself
            String[] cells = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
            return Long.parseLong(cells[1]);
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

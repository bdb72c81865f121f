// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.capture.bpf;

import dev.kansoku.capture.CaptureException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The hierarchies of control groups that are mounted. The kernel programs look at the unified one
 * and at one of version 1: that of the paths that were given, else that of a controller by which
 * runtimes tell their containers apart.
 */
final class Hierarchies {
    /** Controllers that every runtime has, the quietest first. */
    private static final List<String> OF_CONTAINERS = List.of("pids", "devices", "memory", "cpu");

    /**
     * A hierarchy where it is mounted.
     *
     * @param controllers of version 1; empty for the unified hierarchy
     */
    record Mount(Path folder, boolean unified, List<String> controllers) {}

    private final List<Mount> mounts;
    private @Nullable Mount firstVersion;

    private Hierarchies(List<Mount> mounts) {
        this.mounts = mounts;
    }

    static Hierarchies mounted() throws CaptureException {
        try {
            return of(Files.readAllLines(Path.of("/proc/self/mountinfo")));
        } catch (IOException e) {
            throw new CaptureException("cannot find where control groups are mounted", e);
        }
    }

    /** By the lines of {@code mountinfo}. */
    static Hierarchies of(List<String> mountinfo) {
        List<Mount> mounts = new ArrayList<>();
        for (String line : mountinfo) {
            int separator = line.indexOf(" - ");
            String[] cells = line.split(" ", -1);
            if (separator < 0 || cells.length < 5) {
                continue;
            }
            String[] kind = line.substring(separator + 3).split(" ", -1);
            if (kind[0].equals("cgroup2")) {
                mounts.add(new Mount(Path.of(cells[4]), true, List.of()));
            } else if (kind[0].equals("cgroup") && kind.length > 2) {
                mounts.add(
                        new Mount(Path.of(cells[4]), false, Arrays.asList(kind[2].split(",", -1))));
            }
        }
        return new Hierarchies(mounts);
    }

    /**
     * The control group of a path, whose hierarchy is looked at from now on.
     *
     * @throws CaptureException where it is none, or of a second hierarchy of version 1
     */
    CgroupKey locate(String text) throws CaptureException {
        Path path = Path.of(text).toAbsolutePath().normalize();
        Mount mount = mountOf(path);
        long id = inode(path);
        if (mount == null) {
            throw new CaptureException(path + " is no control group: give its folder as mounted");
        }
        if (mount.unified()) {
            return new CgroupKey(id, false);
        }
        if (firstVersion != null && !firstVersion.equals(mount)) {
            throw new CaptureException(
                    path
                            + " is of another hierarchy than "
                            + firstVersion.folder()
                            + ": control groups of version 1 must be of one");
        }
        firstVersion = mount;
        return new CgroupKey(id, true);
    }

    /** The hierarchies in which containers are sought; the programs look at them from now on. */
    List<Mount> ofContainers() {
        List<Mount> found = new ArrayList<>();
        for (Mount mount : mounts) {
            if (mount.unified()) {
                found.add(mount);
                break;
            }
        }
        for (String controller : OF_CONTAINERS) {
            for (Mount mount : mounts) {
                if (firstVersion == null && mount.controllers().contains(controller)) {
                    firstVersion = mount;
                }
            }
        }
        if (firstVersion != null) {
            found.add(firstVersion);
        }
        return found;
    }

    /**
     * The number of the hierarchy of version 1 that is looked at, 0 for none.
     *
     * @throws CaptureException where it has no controllers: the kernel does not show such to
     *     programs
     */
    int firstVersionNumber() throws CaptureException {
        Mount mount = firstVersion;
        if (mount == null) {
            return 0;
        }
        try {
            for (String line : Files.readAllLines(Path.of("/proc/self/cgroup"))) {
                String[] cells = line.split(":", 3);
                List<String> names = List.of(cells[1].split(",", -1));
                if (mount.controllers().containsAll(names) && !cells[1].startsWith("name=")) {
                    return Integer.parseInt(cells[0]);
                }
            }
        } catch (IOException e) {
            throw new CaptureException("cannot read the numbers of hierarchies", e);
        }
        throw new CaptureException(
                mount.folder() + " has no controllers: give the path in a hierarchy that has some");
    }

    private @Nullable Mount mountOf(Path path) {
        Mount innermost = null;
        for (Mount mount : mounts) {
            if (path.startsWith(mount.folder())
                    && (innermost == null
                            || mount.folder().getNameCount()
                                    >= innermost.folder().getNameCount())) {
                innermost = mount;
            }
        }
        return innermost;
    }

    static long inode(Path path) throws CaptureException {
        try {
            return (Long) Files.getAttribute(path, "unix:ino");
        } catch (IOException e) {
            throw new CaptureException("there is no cgroup " + path, e);
        }
    }
}

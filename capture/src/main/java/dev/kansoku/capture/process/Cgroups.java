// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.capture.process;

import dev.kansoku.ffi.KernelFile;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The cgroups of a thread as captures tell of them: {@code subsystem=path} for five subsystems. In
 * the unified hierarchy a subsystem's cgroup is the nearest one above that has it enabled.
 */
final class Cgroups {
    private static final List<String> TOLD = List.of("cpuset", "cpu", "cpuacct", "io", "memory");
    private static final String UNIFIED = "/sys/fs/cgroup";
    private static final int SMALL = 1 << 14;
    private static final int MAX_REMEMBERED = 1024;

    private final KernelFile files;
    private final Map<String, byte[]> remembered = new HashMap<>();

    Cgroups(KernelFile files) {
        this.files = files;
    }

    /** Of the thread whose folder in /proc this is; empty where it is gone. */
    byte[] of(String folder) {
        byte[] bytes = files.read(folder + "/cgroup", SMALL);
        if (bytes == null) {
            return new byte[0];
        }
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        byte[] known = remembered.get(text);
        if (known != null) {
            return known;
        }
        byte[] told = tell(text);
        if (remembered.size() >= MAX_REMEMBERED) {
            remembered.clear();
        }
        remembered.put(text, told);
        return told;
    }

    private byte[] tell(String text) {
        Map<String, String> paths = new HashMap<>();
        String unified = null;
        for (String line : text.split("\n", -1)) {
            String[] cells = line.split(":", 3);
            if (cells.length < 3) {
                continue;
            }
            if (cells[1].isEmpty()) {
                unified = cells[2];
            }
            for (String subsystem : cells[1].split(",", -1)) {
                paths.put(subsystem.equals("blkio") ? "io" : subsystem, cells[2]);
            }
        }
        ByteArrayOutputStream told = new ByteArrayOutputStream();
        for (String subsystem : TOLD) {
            String path = paths.get(subsystem);
            if (path == null && unified != null) {
                path = enabled(subsystem, unified);
            }
            if (path != null) {
                told.writeBytes(
                        (subsystem + "=" + path + "\0").getBytes(StandardCharsets.ISO_8859_1));
            }
        }
        return told.toByteArray();
    }

    private String enabled(String subsystem, String path) {
        String at = path;
        while (at.length() > 1) {
            if (has(files.read(UNIFIED + at + "/cgroup.controllers", SMALL), subsystem)) {
                return at;
            }
            int slash = at.lastIndexOf('/');
            at = slash <= 0 ? "/" : at.substring(0, slash);
        }
        return "/";
    }

    private static boolean has(byte @Nullable [] controllers, String subsystem) {
        return controllers != null
                && List.of(
                                new String(controllers, StandardCharsets.ISO_8859_1)
                                        .trim()
                                        .split(" ", -1))
                        .contains(subsystem);
    }
}

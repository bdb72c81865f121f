// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.containers.local;

import dev.kansoku.containers.ContainerDraft;
import dev.kansoku.containers.RuntimeOptions;
import dev.kansoku.engine.state.ContainerState;
import dev.kansoku.engine.state.ContainerState.Mount;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** LXC, by the {@code config} of each container: lines of {@code key = value}. */
final class Lxc extends NamedRuntime {
    private static final String ADDRESS = ".ipv4.address";

    Lxc(RuntimeOptions options) {
        super(new StateFolders(options, "/var/lib/lxc", "/home/*/.local/share/lxc"), "lxc");
    }

    @Override
    Path file(Path folder, String name) {
        return folder.resolve(name).resolve("config");
    }

    @Override
    @Nullable ContainerState describe(String name, List<String> lines) {
        ContainerDraft draft = new ContainerDraft(name, type()).name(name);
        boolean mapped = false;
        for (String line : lines) {
            int equals = line.indexOf('=');
            if (equals < 0 || line.startsWith("#")) {
                continue;
            }
            String key = line.substring(0, equals).strip();
            String value = line.substring(equals + 1).strip();
            if (key.equals("lxc.idmap")) {
                mapped = true;
            } else if (key.equals("lxc.mount.entry")) {
                mount(value, draft);
            } else if (key.startsWith("lxc.net.") && key.endsWith(ADDRESS)) {
                int slash = value.indexOf('/');
                draft.ip(slash < 0 ? value : value.substring(0, slash));
            }
        }
        // What LXC calls so: the container's root is the machine's.
        return draft.privileged(!mapped).finish();
    }

    /** Lines as in fstab; the place is relative to the container's root. */
    private static void mount(String entry, ContainerDraft draft) {
        String[] cells = entry.split("\\s+", 6);
        if (cells.length >= 4) {
            List<String> options = List.of(cells[3].split(",", -1));
            if (options.contains("bind") || options.contains("rbind")) {
                String place = cells[1].startsWith("/") ? cells[1] : "/" + cells[1];
                draft.mount(new Mount(cells[0], place, "", !options.contains("ro"), ""));
            }
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.containers.local;

import dev.kansoku.containers.ContainerRuntime;
import dev.kansoku.containers.JsonTree;
import dev.kansoku.engine.state.ContainerId;
import dev.kansoku.engine.state.ContainerState;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A runtime that runs the bundle of one container and keeps its state in a folder of the
 * container's id. Others stand above it mostly, and know more.
 */
abstract class PlainRuntime implements ContainerRuntime {
    /** Types of those that stand above none of these. */
    private static final Set<String> OTHERS =
            Set.of("lxc", "libvirt-lxc", "systemd-nspawn", "rkt", "mesos", "bpm");

    private final StateFolders folders;
    private final String type;
    private final String file;

    /**
     * @param file the file of a container's folder that describes it
     */
    PlainRuntime(StateFolders folders, String type, String file) {
        this.folders = folders;
        this.type = type;
        this.file = file;
    }

    @Override
    public String type() {
        return type;
    }

    @Override
    public String address() {
        return folders.toString();
    }

    @Override
    public boolean mayKnow(ContainerId id) {
        return !OTHERS.contains(id.type());
    }

    @Override
    public boolean knowsLittle() {
        return true;
    }

    @Override
    public @Nullable ContainerState find(ContainerId id) throws IOException {
        if (!StateFolders.isName(id.id())) {
            return null;
        }
        for (Path folder : folders.present()) {
            ContainerState state =
                    StateFolders.mayTell(folder, id) ? read(folder.resolve(id.id()), id) : null;
            if (state != null) {
                return state;
            }
        }
        return id.isGuess() ? findByCgroup(id) : null;
    }

    /** A container may be called otherwise than its cgroup. */
    private @Nullable ContainerState findByCgroup(ContainerId id) throws IOException {
        for (Path folder : folders.present()) {
            if (!StateFolders.mayTell(folder, id)) {
                continue;
            }
            for (Path container : StateFolders.entries(folder)) {
                ContainerState state = read(container, id);
                if (state != null) {
                    return state;
                }
            }
        }
        return null;
    }

    private @Nullable ContainerState read(Path folder, ContainerId asked) throws IOException {
        byte[] bytes = StateFolders.read(folder.resolve(file));
        if (bytes == null) {
            return null;
        }
        if (asked.isGuess() && !new String(bytes, StandardCharsets.UTF_8).contains(asked.guess())) {
            return null; // spares reading the rest of it
        }
        JsonTree state = JsonTree.read(bytes);
        String id = folder.getFileName().toString();
        if (asked.isGuess() && !isIn(state, asked.guess())) {
            return null;
        }
        String shown = asked.type().isEmpty() ? type : asked.type();
        return describe(folder, state, id, shown, asked.guess());
    }

    /** Whether the container is in a cgroup of this path. */
    abstract boolean isIn(JsonTree state, String cgroup);

    abstract ContainerState describe(
            Path folder, JsonTree state, String id, String shown, String cgroup) throws IOException;
}

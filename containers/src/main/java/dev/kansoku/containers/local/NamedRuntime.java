// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.containers.local;

import dev.kansoku.containers.ContainerRuntime;
import dev.kansoku.engine.state.ContainerId;
import dev.kansoku.engine.state.ContainerState;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A runtime whose containers have names and no other ids, with lines of text for each. */
abstract class NamedRuntime implements ContainerRuntime {
    private final StateFolders folders;
    private final String type;

    NamedRuntime(StateFolders folders, String type) {
        this.folders = folders;
        this.type = type;
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
        return id.type().equals(type);
    }

    @Override
    public @Nullable ContainerState find(ContainerId id) throws IOException {
        if (!StateFolders.isName(id.id())) {
            return null;
        }
        for (Path folder : folders.present()) {
            ContainerState state = read(folder, id.id());
            if (state != null) {
                return state;
            }
        }
        return null;
    }

    private @Nullable ContainerState read(Path folder, String name) throws IOException {
        byte[] bytes = StateFolders.read(file(folder, name));
        return bytes == null
                ? null
                : describe(name, new String(bytes, StandardCharsets.UTF_8).lines().toList());
    }

    /** The file that tells of a container. */
    abstract Path file(Path folder, String name);

    /** Null where the lines are of no container. */
    abstract @Nullable ContainerState describe(String name, List<String> lines);
}

// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.containers.local;

import dev.kansoku.containers.ContainerDraft;
import dev.kansoku.containers.RuntimeOptions;
import dev.kansoku.engine.state.ContainerState;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Containers that systemd-nspawn runs, as they are registered with systemd-machined. */
final class Nspawn extends NamedRuntime {
    Nspawn(RuntimeOptions options) {
        super(new StateFolders(options, "/run/systemd/machines"), "systemd-nspawn");
    }

    @Override
    Path file(Path folder, String name) {
        return folder.resolve(name);
    }

    @Override
    @Nullable ContainerState describe(String name, List<String> lines) {
        if (lines.contains("CLASS=vm")) {
            return null;
        }
        return new ContainerDraft(name, type()).name(name).finish();
    }
}

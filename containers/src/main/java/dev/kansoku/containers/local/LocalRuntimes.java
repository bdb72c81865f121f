// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.containers.local;

import dev.kansoku.containers.ContainerRuntime;
import dev.kansoku.containers.RuntimeOptions;
import dev.kansoku.containers.RuntimeProvider;
import java.util.List;

/**
 * The runtimes that are known by their files alone. They are there on every machine: whoever starts
 * a container with one of them makes the folder only then.
 */
public final class LocalRuntimes implements RuntimeProvider {
    /** For {@link java.util.ServiceLoader}. */
    public LocalRuntimes() {}

    @Override
    public List<ContainerRuntime> available(RuntimeOptions options) {
        return List.of(new Runc(options), new Crun(options), new Nspawn(options), new Lxc(options));
    }
}

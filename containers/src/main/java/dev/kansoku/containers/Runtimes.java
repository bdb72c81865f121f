// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.containers;

import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;

/** The runtimes that this machine has. */
public final class Runtimes {
    private Runtimes() {}

    /** Looks for runtimes of every kind; asks them nothing yet. */
    public static List<ContainerRuntime> available(RuntimeOptions options) {
        List<ContainerRuntime> runtimes = new ArrayList<>();
        ClassLoader loader = Runtimes.class.getClassLoader();
        for (RuntimeProvider provider : ServiceLoader.load(RuntimeProvider.class, loader)) {
            runtimes.addAll(provider.available(options));
        }
        return runtimes;
    }
}

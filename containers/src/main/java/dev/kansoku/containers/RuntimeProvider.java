// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.containers;

import java.util.List;

/** Finds runtimes of one kind; a service, so that nobody needs to know the kinds. */
public interface RuntimeProvider {
    /**
     * The runtimes that this machine has: those whose sockets or folders are there. Asks them
     * nothing yet.
     */
    List<ContainerRuntime> available(RuntimeOptions options);
}

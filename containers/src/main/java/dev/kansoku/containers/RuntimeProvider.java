package dev.kansoku.containers;

import java.util.List;

/** Finds runtimes of one kind; a service, since their clients are optional parts. */
public interface RuntimeProvider {
    /**
     * The runtimes that this machine has: those whose sockets or folders are there. Asks them
     * nothing yet.
     */
    List<ContainerRuntime> available(RuntimeOptions options);
}

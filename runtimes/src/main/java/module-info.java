import dev.kansoku.containers.RuntimeProvider;
import dev.kansoku.runtimes.cri.CriProvider;

/**
 * Clients of container runtimes. Optional: nobody requires this module, and it is loaded with what
 * it needs where a live capture asks for it.
 */
module dev.kansoku.runtimes {
    requires static org.jspecify;
    requires dev.kansoku.containers;
    requires tools.jackson.core;

    provides RuntimeProvider with
            CriProvider;
}

/** What container runtimes know of containers, put into the stream of events. */
module dev.kansoku.containers {
    requires static transitive org.jspecify;
    requires transitive dev.kansoku.engine;
    requires dev.kansoku.ffi;
    requires tools.jackson.core;

    exports dev.kansoku.containers;

    uses dev.kansoku.containers.RuntimeProvider;
}

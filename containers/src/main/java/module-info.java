// SPDX-License-Identifier: Apache-2.0
/** What container runtimes know of containers, put into the stream of events. */
module dev.kansoku.containers {
    requires static transitive org.jspecify;
    requires transitive dev.kansoku.engine;
    requires dev.kansoku.ffi;
    requires java.net.http;
    requires tools.jackson.core;

    exports dev.kansoku.containers;
    exports dev.kansoku.containers.kubernetes;

    uses dev.kansoku.containers.RuntimeProvider;

    provides dev.kansoku.containers.RuntimeProvider with
            dev.kansoku.containers.cri.CriProvider,
            dev.kansoku.containers.docker.DockerSockets,
            dev.kansoku.containers.local.LocalRuntimes;
}

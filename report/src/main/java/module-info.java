// SPDX-License-Identifier: Apache-2.0
/** Reports: what many events come to. */
module dev.kansoku.report {
    requires static transitive org.jspecify;
    requires transitive dev.kansoku.engine;
    requires io.prometheus.metrics.config;
    requires transitive io.prometheus.metrics.model;
    requires io.prometheus.writer.text;
    requires jdk.httpserver;

    exports dev.kansoku.report;
}

// SPDX-License-Identifier: Apache-2.0
/** Benchmarks, not shipped. */
module dev.kansoku.bench {
    requires static org.jspecify;
    requires dev.kansoku.engine;
    requires dev.kansoku.rules;
    requires java.management;
    requires jdk.jfr;
    requires jdk.management;
    requires jmh.core;
}

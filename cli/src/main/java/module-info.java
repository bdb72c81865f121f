// SPDX-License-Identifier: Apache-2.0
/** The kansoku command. */
module dev.kansoku.cli {
    requires static org.jspecify;
    requires dev.kansoku.capture;
    requires dev.kansoku.containers;
    requires dev.kansoku.engine;
    requires dev.kansoku.ffi;
    requires dev.kansoku.lua;
    requires dev.kansoku.report;
    requires dev.kansoku.rules;
    requires jdk.unsupported;
}

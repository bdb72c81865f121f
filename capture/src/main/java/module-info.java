// SPDX-License-Identifier: Apache-2.0
/** Live sources. */
module dev.kansoku.capture {
    requires static transitive org.jspecify;
    requires transitive dev.kansoku.engine;
    requires transitive dev.kansoku.ffi;

    exports dev.kansoku.capture;
    exports dev.kansoku.capture.doctor;
    exports dev.kansoku.capture.process;
}

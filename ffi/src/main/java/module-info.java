// SPDX-License-Identifier: Apache-2.0
/** The operating system: its calls, and its memory by the FFM API. */
module dev.kansoku.ffi {
    requires static transitive org.jspecify;

    exports dev.kansoku.ffi;
}

// SPDX-License-Identifier: Apache-2.0
/** Capture files in the .scap format. */
module dev.kansoku.scap {
    requires static transitive org.jspecify;
    requires transitive dev.kansoku.event;
    requires com.github.luben.zstd_jni;

    exports dev.kansoku.scap;
}

// SPDX-License-Identifier: Apache-2.0
/** Lua scripts of users: chisels and views. */
module dev.kansoku.lua {
    requires static transitive org.jspecify;
    requires transitive dev.kansoku.engine;
    requires dev.kansoku.ffi;

    exports dev.kansoku.lua;
}

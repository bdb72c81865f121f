// SPDX-License-Identifier: Apache-2.0
/** State, fields and the pipeline. */
module dev.kansoku.engine {
    requires static transitive org.jspecify;
    requires transitive dev.kansoku.event;
    requires transitive dev.kansoku.filter;
    requires transitive dev.kansoku.scap;
    requires re2j;
    requires tools.jackson.core;

    exports dev.kansoku.engine;
    exports dev.kansoku.engine.convert;
    exports dev.kansoku.engine.fields;
    exports dev.kansoku.engine.redact;
    exports dev.kansoku.engine.source;
    exports dev.kansoku.engine.state;
}

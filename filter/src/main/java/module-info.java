// SPDX-License-Identifier: Apache-2.0
/** The filter language and output formats. */
module dev.kansoku.filter {
    requires static transitive org.jspecify;
    requires transitive dev.kansoku.event;
    requires re2j;

    exports dev.kansoku.filter;
    exports dev.kansoku.filter.value;
    exports dev.kansoku.filter.compile;
    exports dev.kansoku.filter.explain;
    exports dev.kansoku.filter.field;
    exports dev.kansoku.filter.format;
    exports dev.kansoku.filter.interpret;
    exports dev.kansoku.filter.match;
    exports dev.kansoku.filter.plan;
    exports dev.kansoku.filter.syntax;
}

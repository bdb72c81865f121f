// SPDX-License-Identifier: Apache-2.0
/** Detection: rules over what happens, and the alerts that come of them. */
module dev.kansoku.rules {
    requires static transitive org.jspecify;
    requires transitive dev.kansoku.engine;
    requires re2j;
    requires java.net.http;
    requires org.snakeyaml.engine;
    requires tools.jackson.core;

    exports dev.kansoku.rules;
    exports dev.kansoku.rules.alert;
    exports dev.kansoku.rules.config;
    exports dev.kansoku.rules.correlate;
    exports dev.kansoku.rules.detect;
    exports dev.kansoku.rules.load;
    exports dev.kansoku.rules.match;
    exports dev.kansoku.rules.output;
    exports dev.kansoku.rules.starter;
    exports dev.kansoku.rules.trial;

    uses dev.kansoku.rules.output.AlertOutputProvider;
}

/** Reports: what many events come to. */
module dev.kansoku.report {
    requires static transitive org.jspecify;
    requires transitive dev.kansoku.engine;

    exports dev.kansoku.report;
}

// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.engine.state;

import org.jspecify.annotations.Nullable;

/** Kinds of objects that make pods, by themselves or through others. */
public enum WorkloadKind {
    REPLICATION_CONTROLLER("rc"),
    REPLICA_SET("rs"),
    DEPLOYMENT("deployment"),
    DAEMON_SET("daemonset"),
    STATEFUL_SET("statefulset"),
    JOB("job"),
    CRON_JOB("cronjob");

    private final String word;

    WorkloadKind(String word) {
        this.word = word;
    }

    /** What fields and descriptions of pods call it. */
    public String word() {
        return word;
    }

    static @Nullable WorkloadKind of(String word) {
        for (WorkloadKind kind : values()) {
            if (kind.word.equals(word)) {
                return kind;
            }
        }
        return null;
    }
}

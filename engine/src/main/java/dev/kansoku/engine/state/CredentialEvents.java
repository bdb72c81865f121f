// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.engine.state;

/** Users, groups and capabilities of threads. */
final class CredentialEvents {
    /** An id that a call leaves as it is. */
    private static final long UNCHANGED = 0xffffffffL;

    /** All capabilities that the event table's encoding has. */
    private static final long ALL_CAPABILITIES = (1L << 41) - 1;

    private static final MergedParameter UID = MergedParameter.named("uid");
    private static final MergedParameter GID = MergedParameter.named("gid");
    private static final MergedParameter EUID = MergedParameter.named("euid");
    private static final MergedParameter EGID = MergedParameter.named("egid");
    private static final MergedParameter INHERITABLE = MergedParameter.named("cap_inheritable");
    private static final MergedParameter PERMITTED = MergedParameter.named("cap_permitted");
    private static final MergedParameter EFFECTIVE = MergedParameter.named("cap_effective");
    private static final MergedParameter NAMESPACES = MergedParameter.named("flags", "nstype");

    void register(Handlers handlers) {
        handlers.exits("setuid", moment -> user(moment, UID));
        handlers.exits("setresuid", moment -> user(moment, EUID));
        handlers.exits("setreuid", moment -> user(moment, EUID));
        handlers.exits("setgid", moment -> group(moment, GID));
        handlers.exits("setresgid", moment -> group(moment, EGID));
        handlers.exits("setregid", moment -> group(moment, EGID));
        handlers.exits("capset", CredentialEvents::capabilities);
        handlers.exits("unshare", CredentialEvents::namespaces);
        handlers.exits("setns", CredentialEvents::namespaces);
    }

    private static void user(Moment moment, MergedParameter parameter) {
        ThreadState thread = moment.thread;
        if (thread == null || moment.failed() || !moment.has(parameter)) {
            return;
        }
        long uid = moment.unsigned(parameter) & UNCHANGED;
        if (uid != UNCHANGED) {
            thread.uid = uid;
        }
    }

    private static void group(Moment moment, MergedParameter parameter) {
        ThreadState thread = moment.thread;
        if (thread == null || moment.failed() || !moment.has(parameter)) {
            return;
        }
        long gid = moment.unsigned(parameter) & UNCHANGED;
        if (gid != UNCHANGED) {
            thread.gid = gid;
        }
    }

    private static void capabilities(Moment moment) {
        ThreadState thread = moment.thread;
        if (thread == null || moment.failed()) {
            return;
        }
        thread.capInheritable = moment.unsigned(INHERITABLE, thread.capInheritable);
        thread.capPermitted = moment.unsigned(PERMITTED, thread.capPermitted);
        thread.capEffective = moment.unsigned(EFFECTIVE, thread.capEffective);
    }

    /** Who enters a new user namespace has all capabilities in it. */
    private static void namespaces(Moment moment) {
        ThreadState thread = moment.thread;
        if (thread == null
                || moment.failed()
                || (moment.unsigned(NAMESPACES) & CloneFlags.NEWUSER) == 0) {
            return;
        }
        thread.capInheritable = ALL_CAPABILITIES;
        thread.capPermitted = ALL_CAPABILITIES;
        thread.capEffective = ALL_CAPABILITIES;
    }
}

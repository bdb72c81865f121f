// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.engine.state;

/** The bits of clone flags that the state looks at, in the event table's encoding. */
final class CloneFlags {
    static final int FILES = 1;
    static final int NEWPID = 64;
    static final int PARENT = 256;
    static final int THREAD = 8192;

    /** The child's event came before its parent's. */
    static final int INVERTED = 65536;

    static final int NEWUSER = 1048576;
    static final int CHILD_IN_PIDNS = 536870912;

    private CloneFlags() {}
}

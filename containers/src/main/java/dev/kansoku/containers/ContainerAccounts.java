package dev.kansoku.containers;

import dev.kansoku.engine.state.ContainerId;

/** Announces the users and groups that a container has of its own. */
public interface ContainerAccounts {
    /** Announces none. */
    ContainerAccounts NONE = (container, tid, announcements) -> {};

    /**
     * Reads them from the files that a thread in the container sees.
     *
     * @param tid a thread in the container, which may be gone
     */
    void announce(ContainerId container, long tid, Announcements announcements);
}

// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.engine.state;

import dev.kansoku.event.start.GroupEntry;
import dev.kansoku.event.start.UserEntry;
import java.nio.charset.StandardCharsets;

/** Users and groups that come and go while events are taken, of the machine and of containers. */
final class UserEvents {
    private static final MergedParameter UID = MergedParameter.named("uid");
    private static final MergedParameter GID = MergedParameter.named("gid");
    private static final MergedParameter NAME = MergedParameter.named("name");
    private static final MergedParameter HOME = MergedParameter.named("home");
    private static final MergedParameter SHELL = MergedParameter.named("shell");
    private static final MergedParameter CONTAINER = MergedParameter.named("container_id");

    private final UserDirectory users;

    UserEvents(UserDirectory users) {
        this.users = users;
    }

    void register(Handlers handlers) {
        handlers.enters("useradded", this::userAdded);
        handlers.enters("userdeleted", this::userDeleted);
        handlers.enters("groupadded", this::groupAdded);
        handlers.enters("groupdeleted", this::groupDeleted);
    }

    private void userAdded(Moment moment) {
        users.put(
                container(moment),
                new UserEntry(
                        moment.unsigned(UID),
                        moment.unsigned(GID),
                        text(moment, NAME),
                        text(moment, HOME),
                        text(moment, SHELL)));
    }

    private void userDeleted(Moment moment) {
        users.removeUser(container(moment), moment.unsigned(UID));
    }

    private void groupAdded(Moment moment) {
        users.put(container(moment), new GroupEntry(moment.unsigned(GID), text(moment, NAME)));
    }

    private void groupDeleted(Moment moment) {
        users.removeGroup(container(moment), moment.unsigned(GID));
    }

    /** The short id of the container that the event is about, empty for the machine. */
    private static String container(Moment moment) {
        return text(moment, CONTAINER);
    }

    private static String text(Moment moment, MergedParameter parameter) {
        return new String(moment.text(parameter, Bytes.EMPTY), StandardCharsets.UTF_8);
    }
}

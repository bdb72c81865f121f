// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.engine.fields;

import static dev.kansoku.engine.fields.EventFields.number;

import dev.kansoku.engine.state.ThreadState;
import dev.kansoku.event.start.GroupEntry;
import dev.kansoku.event.start.UserEntry;
import dev.kansoku.filter.field.FieldValue;
import java.util.function.Function;

/** The user and the group that the call was made as. */
final class UserFields {
    /** The number that stands for no user. */
    private static final long NOBODY = 0xffffffffL;

    private static final String UNKNOWN = "<NA>";

    private UserFields() {}

    static void add(Extractors into) {
        into.thread("user.uid", (_, t, out) -> number(t.uid(), out));
        user(into, "user.name", UserEntry::name);
        user(into, "user.homedir", UserEntry::home);
        user(into, "user.shell", UserEntry::shell);
        into.thread("user.loginuid", (_, t, out) -> number((int) t.loginUid(), out));
        into.thread(
                "user.loginname",
                (c, t, out) -> {
                    UserEntry user = c.state().users().user(t.loginUid());
                    return text(user == null ? UNKNOWN : user.name(), out);
                });
        into.thread("group.gid", (_, t, out) -> number(t.gid(), out));
        into.thread(
                "group.name",
                (c, t, out) -> {
                    GroupEntry group = c.state().users().group(t, t.gid());
                    return text(group == null ? missing(t, t.gid()) : group.name(), out);
                });
    }

    private static void user(Extractors into, String name, Function<UserEntry, String> value) {
        into.thread(
                name,
                (c, t, out) -> {
                    UserEntry user = c.state().users().user(t, t.uid());
                    return text(user == null ? missing(t, t.uid()) : value.apply(user), out);
                });
    }

    private static String missing(ThreadState thread, long id) {
        return thread.placeholder() || id == NOBODY ? "" : UNKNOWN;
    }

    private static boolean text(String value, FieldValue out) {
        out.text().put(value);
        out.textDone();
        return true;
    }
}

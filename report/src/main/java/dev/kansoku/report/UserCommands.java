// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.report;

import dev.kansoku.engine.EventContext;
import dev.kansoku.engine.state.ThreadState;
import dev.kansoku.engine.state.ThreadTable;
import dev.kansoku.filter.syntax.FilterException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Lists the commands that users run from a shell and the folders they go to, indented by how deep
 * below the shell they are.
 */
final class UserCommands implements Report {
    private static final int MOST_ANCESTORS = 16;
    private static final int MOST_PROCESSES = 1 << 16;
    private static final int INDENT = 3;
    private static final byte[] CHDIR = Words.ascii("chdir");

    /** A process that no shell is above of. */
    private static final Place NOWHERE = new Place(-1, 0);

    /**
     * Where a process stands.
     *
     * @param depth below the shell; -1 where there is none
     * @param shell the shell's process
     */
    private record Place(long depth, long shell) {}

    private final double deepest;
    private final FieldBytes type;
    private final EventText time;
    private final EventText user;
    private final EventText command;
    private final EventText folder;
    private final Containers containers;
    private final Map<Long, Place> places =
            new LinkedHashMap<>() {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<Long, Place> eldest) {
                    return size() > MOST_PROCESSES;
                }
            };

    UserCommands(double deepest, ReportSetting setting) throws FilterException {
        this.deepest = deepest;
        type = FieldBytes.of("evt.type", setting.text());
        time = EventText.of("*%evt.time.s ", setting);
        user = EventText.of("*%user.name", setting);
        command = EventText.of("*%proc.exe %proc.args", setting);
        folder = EventText.of("*%evt.arg.path", setting);
        containers = new Containers(setting);
    }

    @Override
    public boolean accept(EventContext context, Page page) {
        ThreadState thread = context.state().thread();
        if (thread == null) {
            return true;
        }
        ThreadTable threads = context.state().threads();
        boolean moves = type.read(context) && type.is(CHDIR);
        // A change of folder is the shell's own doing: its place counts, not its parent's.
        long above = moves ? thread.pid() : thread.ppid();
        Place place = places.get(above);
        if (place == null) {
            place = placeOf(moves ? threads.leader(thread) : threads.parent(thread), threads);
            places.put(above, place);
        }
        if (place.depth < 0) {
            return true;
        }
        Place mine = places.get(thread.pid());
        if (mine == null) {
            mine = new Place(place.depth + 1, place.shell);
            places.put(thread.pid(), mine);
        }
        long depth = moves ? mine.depth : mine.depth - 1;
        if (depth <= deepest) {
            line(context, mine.shell, depth, moves, page);
        }
        return true;
    }

    /** The outermost shell above, and itself if it is one. */
    private Place placeOf(@Nullable ThreadState from, ThreadTable threads) {
        Place place = NOWHERE;
        ThreadState at = from;
        for (int j = 0; j < MOST_ANCESTORS && at != null; j++) {
            byte[] name = at.comm();
            int length = name.length;
            if (length >= 2 && name[length - 2] == 's' && name[length - 1] == 'h') {
                place = new Place(places.containsKey(at.pid()) ? j : 0, at.pid());
            }
            at = at.ppid() == at.pid() ? null : threads.parent(at);
        }
        return place;
    }

    private void line(EventContext context, long shell, long depth, boolean moves, Page page) {
        int indent = containers.shown() || moves ? INDENT + 1 : INDENT;
        if (containers.shown()) {
            page.colour(containers.colour(context));
        }
        page.put(" ".repeat((int) Math.max(0, indent * depth))).text().decimal(shell).put(' ');
        time.write(context, page.text());
        user.write(context, page.text());
        if (containers.shown()) {
            page.put("@");
            containers.name(context, page);
        }
        page.put(moves ? ") cd " : ") ");
        (moves ? folder : command).write(context, page.text());
        page.line();
    }

    @Override
    public void end(EventContext context, Page page, Period period) {
        page.endColours();
    }
}

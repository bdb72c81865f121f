// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.engine.state;

import dev.kansoku.event.TableFile;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Recognises containers by the paths of their cgroups, with the rows of {@code container-paths.tsv}
 * and what was learned of containers whose paths say nothing by themselves.
 */
final class ContainerPaths {
    private static final String TABLE = "container-paths.tsv";
    private static final List<Row> ROWS = rows();

    /** How names of cgroups end that systemd makes. */
    private static final byte[][] UNITS = {
        Bytes.ascii(".slice"),
        Bytes.ascii(".service"),
        Bytes.ascii(".scope"),
        Bytes.ascii(".mount"),
        Bytes.ascii(".socket"),
        Bytes.ascii(".swap")
    };

    /** Components of one path that are looked at; the kernel's own limit is far below. */
    private static final int DEEPEST = 256;

    private ContainerPaths() {}

    /**
     * @param under the components before, outermost first
     * @param atRoot whether these begin the path
     * @param type empty where the path does not say
     */
    private record Row(
            PathPattern component,
            List<PathPattern> under,
            boolean atRoot,
            Verdict verdict,
            String type) {
        /**
         * As {@link PathPattern#match}, for the component that begins at the last of the starts.
         */
        long match(byte[] text, int[] starts, int depth, int end) {
            int outer = depth - under.size();
            if (outer < 0 || (atRoot && outer > 0)) {
                return -1;
            }
            long place = component.match(text, starts[depth], end);
            for (int i = 0; i < under.size() && place >= 0; i++) {
                int from = starts[outer + i];
                if (under.get(i).match(text, from, starts[outer + i + 1] - 1) < 0) {
                    return -1;
                }
            }
            return place;
        }
    }

    private enum Verdict {
        CONTAINER,
        NONE,
        OUTSIDE
    }

    private static List<Row> rows() {
        List<Row> rows = new ArrayList<>();
        var table = ContainerPaths.class.getResourceAsStream(TABLE);
        for (String[] cells : TableFile.rows(table, TABLE, 3)) {
            boolean atRoot = cells[1].startsWith("/");
            List<PathPattern> under = new ArrayList<>();
            if (!cells[1].equals("-")) {
                for (String component : cells[1].substring(atRoot ? 1 : 0).split("/", -1)) {
                    under.add(PathPattern.compile(component));
                }
            }
            rows.add(
                    new Row(
                            PathPattern.compile(cells[0]),
                            List.copyOf(under),
                            atRoot,
                            switch (cells[2]) {
                                case "-" -> Verdict.NONE;
                                case "<" -> Verdict.OUTSIDE;
                                default -> Verdict.CONTAINER;
                            },
                            cells[2].equals("?") ? "" : cells[2]));
        }
        return List.copyOf(rows);
    }

    /**
     * The container that cgroups name, {@code subsystem=path} with a NUL behind each; null outside
     * of containers. The first subsystem whose path tells of one decides.
     */
    static @Nullable ContainerKey find(byte[] cgroups, LearnedPaths learned) {
        int[] starts = new int[DEEPEST];
        int before = 0;
        int lengthBefore = 0;
        for (int at = 0; at < cgroups.length; ) {
            int end = end(cgroups, at);
            int path = path(cgroups, at, end);
            boolean repeated =
                    end - path == lengthBefore
                            && Arrays.equals(
                                    cgroups, path, end, cgroups, before, before + lengthBefore);
            if (!repeated) {
                ContainerKey key = find(cgroups, path, end, starts, learned);
                if (key != null) {
                    return key;
                }
                before = path;
                lengthBefore = end - path;
            }
            at = end + 1;
        }
        return null;
    }

    /**
     * Where a path is that a runtime may have made for a container, though it does not look like
     * it: neither the root nor a unit of systemd's.
     *
     * @return where the path begins, where its last component does, and where they end; empty for
     *     none
     */
    static int[] guess(byte[] cgroups) {
        for (int at = 0; at < cgroups.length; ) {
            int end = end(cgroups, at);
            int last = end - 1;
            int path = path(cgroups, at, end);
            while (last > path && cgroups[last] != '/') {
                last--;
            }
            if (last + 1 < end
                    && !isUnit(cgroups, last + 1, end)
                    && !isNone(cgroups, last + 1, end)) {
                return new int[] {path, last + 1, end};
            }
            at = end + 1;
        }
        return new int[0];
    }

    /** Whether a row says of the component that it is no container, wherever it lies. */
    private static boolean isNone(byte[] text, int from, int to) {
        for (Row row : ROWS) {
            if (row.verdict() == Verdict.NONE
                    && row.under().isEmpty()
                    && row.component().match(text, from, to) >= 0) {
                return true;
            }
        }
        return false;
    }

    private static boolean isUnit(byte[] text, int from, int to) {
        for (byte[] suffix : UNITS) {
            if (to - from > suffix.length && Bytes.startsWith(text, to - suffix.length, suffix)) {
                return true;
            }
        }
        return false;
    }

    /** Where the text of a subsystem ends. */
    private static int end(byte[] cgroups, int at) {
        int end = at;
        while (end < cgroups.length && cgroups[end] != 0) {
            end++;
        }
        return end;
    }

    /** Where the path of a subsystem begins, its slash; the end where there is none. */
    private static int path(byte[] cgroups, int at, int end) {
        for (int i = at; i + 1 < end; i++) {
            if (cgroups[i] == '=' && cgroups[i + 1] == '/') {
                return i + 1;
            }
        }
        return end;
    }

    private static @Nullable ContainerKey find(
            byte[] text, int path, int end, int[] starts, LearnedPaths learned) {
        ContainerKey outer = null;
        ContainerKey found = null;
        long hash = ContainerKey.HASH_SEED;
        int depth = -1;
        for (int i = path; i <= end; i++) {
            boolean boundary = i == end || text[i] == '/';
            if (boundary && depth >= 0 && i > starts[depth]) {
                ContainerKey known = learned.find(hash, text, path, i);
                if (known != null) {
                    outer = found;
                    found = known;
                } else {
                    for (Row row : ROWS) {
                        long place = row.match(text, starts, depth, i);
                        if (place >= 0) {
                            ContainerKey inner = found;
                            switch (row.verdict) {
                                case CONTAINER -> {
                                    outer = inner;
                                    found = key(row, text, place);
                                }
                                case OUTSIDE -> found = outer;
                                case NONE -> {
                                    // what it lies in is the answer
                                }
                            }
                            break;
                        }
                    }
                }
            }
            if (i < end) {
                if (boundary && ++depth < DEEPEST) {
                    starts[depth] = i + 1;
                } else if (boundary) {
                    return found;
                }
                hash = ContainerKey.hash(hash, text[i]);
            }
        }
        return found;
    }

    private static ContainerKey key(Row row, byte[] text, long place) {
        int from = (int) (place >>> 32);
        int to = (int) place;
        byte[] id = Arrays.copyOfRange(text, from, to);
        return new ContainerKey(row.component.isEscaped() ? unescaped(id) : id, row.type);
    }

    /** Undoes what systemd does to names: {@code \x2d} stands for a dash. */
    private static byte[] unescaped(byte[] name) {
        byte[] plain = new byte[name.length];
        int length = 0;
        for (int i = 0; i < name.length; i++) {
            if (i + 3 < name.length && name[i] == '\\' && name[i + 1] == 'x') {
                int high = ContainerKey.digit(name[i + 2]);
                int low = ContainerKey.digit(name[i + 3]);
                if (high >= 0 && low >= 0) {
                    plain[length++] = (byte) (high << 4 | low);
                    i += 3;
                    continue;
                }
            }
            plain[length++] = name[i];
        }
        return Arrays.copyOf(plain, length);
    }
}

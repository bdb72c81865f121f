// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.cli.console;

import dev.kansoku.report.Screen;
import org.jspecify.annotations.Nullable;

/**
 * The terminal that standard output goes to, as large as it is at the moment; where the kernel does
 * not know that, as {@code COLUMNS} and {@code LINES} say.
 */
public final class OwnScreen implements Screen {
    private static final int USUAL_COLUMNS = 80;
    private static final int FEWEST_COLUMNS = 20;
    private static final int FEWEST_ROWS = 4;
    private static final int MOST = 1000;

    @Override
    public int columns() {
        return Math.max(
                FEWEST_COLUMNS,
                size(TerminalSize.ofOutput().width(), System.getenv("COLUMNS"), USUAL_COLUMNS));
    }

    @Override
    public int rows() {
        return Math.max(
                FEWEST_ROWS, size(TerminalSize.ofOutput().height(), System.getenv("LINES"), MOST));
    }

    /** What the kernel says, else what the environment does, else what is usual. */
    private static int size(int told, @Nullable String set, int usual) {
        if (told > 0) {
            return Math.min(told, MOST);
        }
        boolean number = set != null && set.matches("[0-9]{1,4}");
        return number ? Math.min(Integer.parseInt(set), MOST) : usual;
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.engine.state;

import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The open fds of a process, by number: in an array, except for numbers far beyond how many there
 * are, which a map holds.
 *
 * <p>A fork takes over the fds without copying them: both tables then point to the same {@link
 * FdState}, marked as shared, and whoever changes one takes a copy of its own first (see {@link
 * #own}).
 */
public final class FdTable {
    /** Numbers below are always in the array, and higher ones where it is not too empty. */
    private static final int DENSE = 256;

    /** How many times more places than fds a large array may have. */
    private static final int SPARSEST = 4;

    private static final FdState[] NONE = {};

    private final FdBudget budget;
    private @Nullable FdState[] dense = NONE;

    /** Fds with numbers beyond the array. */
    private @Nullable LongMap<FdState> sparse;

    private int size;
    private int users = 1;

    FdTable(FdBudget budget) {
        this.budget = budget;
    }

    public @Nullable FdState get(long fd) {
        if (fd >= 0 && fd < dense.length) {
            return dense[(int) fd];
        }
        return sparse == null ? null : sparse.get(fd);
    }

    public int size() {
        return size;
    }

    /** Hands over every open fd, in no order; the table must not change meanwhile. */
    public void forEach(Consumer<? super FdState> action) {
        for (FdState fd : dense) {
            if (fd != null) {
                action.accept(fd);
            }
        }
        if (sparse != null) {
            sparse.forEach(action);
        }
    }

    /** Puts an fd under a number in the place of what was there; false where there is no room. */
    boolean put(long number, FdState fd) {
        if (number < 0
                || number > Integer.MAX_VALUE
                || (get(number) == null && !budget.take(size, 1))) {
            return false;
        }
        fd.number = (int) number;
        if (fd.stream == 0) {
            fd.stream = budget.nextStream();
        }
        if (number >= dense.length && number < Math.max(DENSE, SPARSEST * (size + 1L))) {
            grow((int) number);
        }
        FdState before;
        if (number < dense.length) {
            before = dense[(int) number];
            dense[(int) number] = fd;
        } else {
            if (sparse == null) {
                sparse = new LongMap<>(4);
            }
            before = sparse.put(number, fd);
        }
        if (before == null) {
            size++;
        }
        return true;
    }

    /** Makes the array hold a number, and all that the map held below its new end. */
    private void grow(int number) {
        int length = Math.max(dense.length + dense.length / 2, number + 1);
        dense = Arrays.copyOf(dense, (length + 3) & ~3);
        LongMap<FdState> others = sparse;
        if (others == null) {
            return;
        }
        LongMap<FdState> beyond = new LongMap<>(4);
        others.forEach(
                fd -> {
                    if (fd.number < dense.length) {
                        dense[fd.number] = fd;
                    } else {
                        beyond.put(fd.number, fd);
                    }
                });
        sparse = beyond.size() == 0 ? null : beyond;
    }

    /** The fd, of which no other table knows any more: one that may be changed. */
    @Nullable FdState own(long number) {
        FdState fd = get(number);
        if (fd == null || !fd.isShared()) {
            return fd;
        }
        FdState copy = fd.copy();
        put(number, copy);
        return copy;
    }

    void remove(long number) {
        if (number >= 0 && number < dense.length) {
            if (dense[(int) number] == null) {
                return;
            }
            dense[(int) number] = null;
        } else if (sparse == null || sparse.remove(number) == null) {
            return;
        }
        size--;
        budget.giveBack(1);
    }

    /** Closes what is not to survive an exec. */
    void closeOnExec() {
        for (int i = 0; i < dense.length; i++) {
            FdState fd = dense[i];
            if (fd != null && fd.closeOnExec()) {
                remove(i);
            }
        }
        if (sparse != null) {
            sparse.copy()
                    .forEach(
                            fd -> {
                                if (fd.closeOnExec()) {
                                    remove(fd.number);
                                }
                            });
        }
    }

    /** Closes a range of numbers, both ends included, or marks them to be closed at an exec. */
    void closeRange(long first, long last, boolean onExec) {
        for (int i = (int) Math.min(first, dense.length); i < dense.length && i <= last; i++) {
            close(i, onExec);
        }
        if (sparse != null) {
            sparse.copy()
                    .forEach(
                            fd -> {
                                if (fd.number >= first && fd.number <= last) {
                                    close(fd.number, onExec);
                                }
                            });
        }
    }

    private void close(int number, boolean onExec) {
        if (!onExec) {
            remove(number);
            return;
        }
        FdState fd = own(number);
        if (fd != null) {
            fd.openFlags |= FdState.CLOEXEC;
        }
    }

    /** The table of a forked process. Empty where all these do not fit the limit any more. */
    FdTable fork() {
        FdTable copy = new FdTable(budget);
        if (size > 0 && budget.take(0, size)) {
            forEach(FdState::share);
            copy.dense = dense.clone();
            copy.sparse = sparse == null ? null : sparse.copy();
            copy.size = size;
        }
        return copy;
    }

    /** One more process uses this very table. */
    FdTable join() {
        users++;
        return this;
    }

    /** A process that used this table is gone, or has one of its own now. */
    void leave() {
        if (--users == 0) {
            budget.giveBack(size);
            dense = NONE;
            sparse = null;
            size = 0;
        }
    }

    boolean isShared() {
        return users > 1;
    }
}

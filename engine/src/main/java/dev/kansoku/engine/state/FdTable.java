package dev.kansoku.engine.state;

import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The open fds of a process, by number: small numbers in an array, others in a map.
 *
 * <p>A fork takes over the fds without copying them: both tables then point to the same {@link
 * FdState}, marked as shared, and whoever changes one takes a copy of its own first (see {@link
 * #own}).
 */
public final class FdTable {
    private static final int DENSE = 256;

    private final FdBudget budget;
    private @Nullable FdState[] dense = new FdState[8];
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
        if (number < 0 || (get(number) == null && !budget.take(size, 1))) {
            return false;
        }
        fd.number = number;
        if (fd.stream == 0) {
            fd.stream = budget.nextStream();
        }
        FdState before;
        if (number < DENSE) {
            if (number >= dense.length) {
                dense =
                        Arrays.copyOf(
                                dense, Math.min(DENSE, Integer.highestOneBit((int) number) * 2));
            }
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

    /** The fd, of which no other table knows any more: one that may be changed. */
    @Nullable FdState own(long number) {
        FdState fd = get(number);
        if (fd == null || !fd.shared) {
            return fd;
        }
        FdState copy = fd.copy();
        put(number, copy);
        return copy;
    }

    void remove(long number) {
        if (get(number) == null) {
            return;
        }
        if (number < dense.length) {
            dense[(int) number] = null;
        } else if (sparse != null) {
            sparse.remove(number);
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
            LongMap<FdState> others = sparse;
            others.copy()
                    .forEach(
                            fd -> {
                                if (fd.closeOnExec()) {
                                    remove(fd.number());
                                }
                            });
        }
    }

    /** Closes a range of numbers, both ends included, or marks them to be closed at an exec. */
    void closeRange(long first, long last, boolean onExec) {
        for (int i = (int) Math.min(first, DENSE); i < dense.length && i <= last; i++) {
            close(i, onExec);
        }
        if (sparse != null) {
            sparse.copy()
                    .forEach(
                            fd -> {
                                if (fd.number() >= first && fd.number() <= last) {
                                    close(fd.number(), onExec);
                                }
                            });
        }
    }

    private void close(long number, boolean onExec) {
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
        if (budget.take(0, size)) {
            forEach(fd -> fd.shared = true);
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
            dense = new FdState[0];
            sparse = null;
            size = 0;
        }
    }

    boolean isShared() {
        return users > 1;
    }
}

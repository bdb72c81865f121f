package dev.kansoku.engine.state;

import dev.kansoku.event.Event;
import dev.kansoku.event.start.StartListener;
import org.jspecify.annotations.Nullable;

/**
 * All that is known of the system at the event at hand: {@link #apply} brings it up to an event,
 * then the accessors answer for that event.
 *
 * <p>Captures of the older generation hold an enter and an exit for each call, newer ones the exit
 * alone with all parameters; both lead to the same state, since an exit's handler asks for
 * parameters by name and takes them from wherever they are (see {@link MergedParameter}). Not
 * thread-safe.
 */
public final class SystemState implements StartListener {
    private final ThreadTable threads = new ThreadTable();
    private final UserTable users = new UserTable();

    /** Brings threads and fds up to this event. */
    public void apply(Event event) {}

    /**
     * Whether events of this code change nothing that could ever be asked for, so that {@link
     * #apply} need not see them.
     */
    public boolean ignores(int code) {
        return false;
    }

    public ThreadTable threads() {
        return threads;
    }

    public UserTable users() {
        return users;
    }

    /**
     * The thread of the event at hand, a placeholder where nobody introduced it; null for an event
     * of no thread.
     */
    public @Nullable ThreadState thread() {
        return null;
    }

    /**
     * The fd that the event at hand acts on, creates or closes, as {@code fd.*} fields show it;
     * null where there is none.
     */
    public @Nullable FdState fd() {
        return null;
    }

    /** The number of that fd, or -1: known even where the fd itself is not. */
    public long fdNumber() {
        return -1;
    }

    /** For an exit in a capture with enters: the enter of the same call, else null. */
    public @Nullable Event enter() {
        return null;
    }

    /** For an exit: nanoseconds since its enter, 0 where there was none. */
    public long latency() {
        return 0;
    }
}

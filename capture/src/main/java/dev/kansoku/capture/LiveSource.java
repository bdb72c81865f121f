// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.capture;

import dev.kansoku.engine.EventContext;
import dev.kansoku.engine.source.EventSource;
import dev.kansoku.ffi.Capability;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Events of this machine as they happen. {@link #next} waits for them; the source ends when it is
 * told to {@link #stop}, when its command has ended, or when all observed pids are gone, in each
 * case after what was already captured has been delivered.
 */
public interface LiveSource extends EventSource {
    /** The command that was started, or null where none was asked for. */
    @Nullable CommandHandle command();

    /** Which engine observes; never {@link LiveOptions.Engine#AUTO}. */
    LiveOptions.Engine engine();

    /**
     * Who is to be shown every event that the state has taken in, by {@link
     * dev.kansoku.engine.Pipeline#teach}, so that the kernel can be told what was found out of
     * threads and fds; without that the filter leaves out less in the kernel. Null where nobody.
     */
    default @Nullable Consumer<EventContext> learner() {
        return null;
    }

    /** What of the rights that opening took is needed to the end; the rest can be given up. */
    default Set<Capability> rights() {
        return Set.of();
    }

    /**
     * Makes only events of these types, and those that the state needs, from now on; what was made
     * before still comes. A source that makes all in any case ignores it.
     *
     * @param events of the event types, or null for all
     * @throws CaptureException where extra events that they speak of cannot be had
     */
    default void narrow(@Nullable WantedEvents events) throws CaptureException {}

    /**
     * Keeps so much of what is read and written from now on.
     *
     * @throws CaptureException where the kernel refuses it
     */
    void keep(Payload payload) throws CaptureException;

    /**
     * Holds back from now on what control groups make beyond a limit. A source in which the
     * observed wait for the reader ignores it.
     *
     * @param limit for each of them, or null for none
     * @throws CaptureException where the control groups cannot be told apart
     */
    default void limit(@Nullable CgroupLimit limit) throws CaptureException {}

    /** Ends the capture soon. Safe from every thread, such as a signal handler's. */
    void stop();
}

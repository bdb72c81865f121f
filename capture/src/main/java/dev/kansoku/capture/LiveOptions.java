// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.capture;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a live capture shall observe and how. Immutable; start from {@link #DEFAULT} and change what
 * differs.
 *
 * @param scope whose events
 * @param payload how much of what is read and written
 * @param buffers where events wait
 * @param engine which engine observes
 * @param launch how a command is started
 * @param demand what is needed of the events
 * @param limit how many events each control group may make, or null for any number
 */
public record LiveOptions(
        CaptureScope scope,
        Payload payload,
        Buffers buffers,
        Engine engine,
        Launch launch,
        Demand demand,
        @Nullable CgroupLimit limit) {

    /** Which engine observes. */
    public enum Engine {
        /** eBPF, and ptrace where that cannot be had. */
        AUTO,
        EBPF,
        /** Needs no rights, but slows the observed down and takes only a command or pids. */
        PTRACE
    }

    /** The whole machine, by whichever engine can be had. */
    public static final LiveOptions DEFAULT =
            new LiveOptions(
                    CaptureScope.MACHINE,
                    Payload.DEFAULT,
                    Buffers.DEFAULT,
                    Engine.AUTO,
                    Launch.DEFAULT,
                    Demand.PLAIN,
                    null);

    /** Observes a command that the capture starts, and its children. */
    public LiveOptions ofCommand(List<String> command) {
        return withScope(CaptureScope.ofCommand(command));
    }

    /** Observes running processes and their children. */
    public LiveOptions ofPids(List<Long> pids) {
        return withScope(CaptureScope.ofPids(pids));
    }

    public LiveOptions withScope(CaptureScope newScope) {
        return new LiveOptions(newScope, payload, buffers, engine, launch, demand, limit);
    }

    public LiveOptions withPayload(Payload newPayload) {
        return new LiveOptions(scope, newPayload, buffers, engine, launch, demand, limit);
    }

    public LiveOptions withBuffers(Buffers newBuffers) {
        return new LiveOptions(scope, payload, newBuffers, engine, launch, demand, limit);
    }

    public LiveOptions withEngine(Engine newEngine) {
        return new LiveOptions(scope, payload, buffers, newEngine, launch, demand, limit);
    }

    public LiveOptions withLaunch(Launch newLaunch) {
        return new LiveOptions(scope, payload, buffers, engine, newLaunch, demand, limit);
    }

    public LiveOptions withDemand(Demand newDemand) {
        return new LiveOptions(scope, payload, buffers, engine, launch, newDemand, limit);
    }

    public LiveOptions withLimit(@Nullable CgroupLimit newLimit) {
        return new LiveOptions(scope, payload, buffers, engine, launch, demand, newLimit);
    }
}

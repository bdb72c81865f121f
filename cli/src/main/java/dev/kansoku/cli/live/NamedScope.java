// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.cli.live;

import dev.kansoku.capture.CgroupNames;
import dev.kansoku.cli.request.ContainerRequest;
import dev.kansoku.containers.ContainerScope;
import dev.kansoku.containers.Runtimes;
import java.util.function.Consumer;

/**
 * The control groups of a live capture's scope by the names of containers and pods.
 *
 * @param scope whose answers are passed on
 * @param patience how long events may wait for them, in nanoseconds
 * @param notes is told for what is waited
 */
public record NamedScope(ContainerScope scope, long patience, Consumer<String> notes)
        implements CgroupNames, AutoCloseable {

    /** The scope that is asked for by names; the request has some. */
    public static NamedScope of(ContainerRequest request, Consumer<String> notes) {
        return new NamedScope(
                new ContainerScope(
                        request.in(), request.out(), () -> Runtimes.available(request.runtimes())),
                request.hold(),
                notes);
    }

    @Override
    public boolean takesIn() {
        return scope.takesIn();
    }

    @Override
    public boolean leavesOut() {
        return scope.leavesOut();
    }

    @Override
    public Answer of(String path) {
        return switch (scope.of(path)) {
            case IN -> Answer.IN;
            case OUT -> Answer.OUT;
            case NEITHER -> Answer.NEITHER;
            case UNDECIDED -> Answer.UNDECIDED;
        };
    }

    @Override
    public void begun() {
        for (String name : scope.awaited()) {
            notes.accept("waiting for " + name);
        }
    }

    @Override
    public void close() {
        scope.close();
    }
}

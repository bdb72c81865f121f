// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.engine.state;

import dev.kansoku.event.Event;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Events that describe containers, and pods by {@link PodEvents}: those of older captures, of which
 * the oldest has four parameters and the others JSON, and asynchronous ones by name.
 */
final class ContainerEvents {
    private static final byte[] ADDED = Bytes.ascii("container");
    private static final byte[] REMOVED = Bytes.ascii("container_removed");

    private static final MergedParameter JSON = MergedParameter.named("json");
    private static final MergedParameter ID = MergedParameter.named("id");
    private static final MergedParameter TYPE = MergedParameter.named("type");
    private static final MergedParameter NAME = MergedParameter.named("name");
    private static final MergedParameter IMAGE = MergedParameter.named("image");
    private static final MergedParameter DATA = MergedParameter.named("data");

    private final ContainerTable containers;
    private final PodEvents pods;

    ContainerEvents(ContainerTable containers, PodEvents pods) {
        this.containers = containers;
        this.pods = pods;
    }

    void register(Handlers handlers) {
        handlers.enters("container", this::described);
        handlers.enters("asyncevent", this::announced);
    }

    private void described(Moment moment) {
        if (moment.has(JSON)) {
            read(moment, JSON, false);
        } else if (moment.has(ID)) {
            ContainerState container =
                    ContainerReader.plain(
                            text(moment, ID),
                            moment.unsigned(TYPE),
                            text(moment, NAME),
                            text(moment, IMAGE));
            containers.put(container);
            moment.container = container;
        }
    }

    private void announced(Moment moment) {
        byte[] name = moment.text(NAME, ADDED);
        if (Arrays.equals(name, ADDED)) {
            read(moment, DATA, false);
        } else if (Arrays.equals(name, REMOVED)) {
            read(moment, DATA, true);
        } else {
            pods.announced(moment, name, DATA);
        }
    }

    private void read(Moment moment, MergedParameter parameter, boolean removed) {
        Event event = moment.event();
        int index = parameter.index(event);
        boolean read =
                event.has(index)
                        && ContainerReader.read(
                                event.bytes(),
                                event.offset(index),
                                event.length(index),
                                (container, whole) -> {
                                    if (removed) {
                                        containers.remove(container);
                                    } else {
                                        containers.put(container);
                                    }
                                    if (!whole) {
                                        containers.notRead();
                                    }
                                    moment.container = container;
                                });
        if (!read) {
            containers.notRead();
        }
    }

    private static String text(Moment moment, MergedParameter parameter) {
        return new String(moment.text(parameter, Bytes.EMPTY), StandardCharsets.UTF_8);
    }
}

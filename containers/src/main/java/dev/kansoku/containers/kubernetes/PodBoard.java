// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.containers.kubernetes;

import dev.kansoku.containers.Announcement;
import dev.kansoku.containers.Announcements;
import dev.kansoku.engine.state.ContainerLabels;
import dev.kansoku.engine.state.KubernetesObject;
import dev.kansoku.engine.state.PodState;
import dev.kansoku.engine.state.PodWriter;
import dev.kansoku.engine.state.WorkloadKind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Brings together what is known of each pod of the node, and announces it whenever that is more
 * than was told before: at once what the pod says of itself, and a little later what made it.
 */
final class PodBoard {
    /** Far more than one node runs. */
    private static final int MOST = 4096;

    private final Announcements announcements;
    private final Owners owners;
    private final ExecutorService threads;
    private final long fresh;
    private final long freshFailure;
    private final Map<String, Pod> pods = new HashMap<>();
    private final Services services = new Services();
    private boolean servicesBegun;
    private boolean podsAnswered;
    private boolean servicesAnswered;
    private int asking;
    private boolean settled;
    private long notKept;

    /** What is known of a pod. */
    private static final class Pod {
        private ApiObject object;
        private Map<WorkloadKind, KubernetesObject> owners;
        private KubernetesObject namespace;
        private byte @Nullable [] told;
        private boolean asking;
        private long goodUntil = System.nanoTime();

        Pod(ApiObject object) {
            this.object = object;
            this.owners = Owners.named(object.controller());
            this.namespace = new KubernetesObject(object.namespace(), "", ContainerLabels.NONE);
        }
    }

    PodBoard(Announcements announcements, Owners owners, ExecutorService threads, Pace pace) {
        this.announcements = announcements;
        this.owners = owners;
        this.threads = threads;
        this.fresh = pace.fresh().toNanos();
        this.freshFailure = pace.freshFailure().toNanos();
    }

    /** Takes pods. */
    ListWatch.Listener pods() {
        return new ListWatch.Listener() {
            @Override
            public void begin() {
                // each is told as it comes
            }

            @Override
            public void changed(ApiObject object) {
                put(object);
            }

            @Override
            public void removed(ApiObject object) {
                remove(object.uid());
            }

            @Override
            public void only(Set<String> uids) {
                synchronized (PodBoard.this) {
                    List.copyOf(pods.keySet()).stream()
                            .filter(uid -> !uids.contains(uid))
                            .forEach(PodBoard.this::remove);
                    podsAnswered = true;
                }
            }

            @Override
            public void failed() {
                synchronized (PodBoard.this) {
                    podsAnswered = true;
                }
            }
        };
    }

    /** Takes services. */
    ListWatch.Listener services() {
        return new ListWatch.Listener() {
            @Override
            public void begin() {
                synchronized (PodBoard.this) {
                    servicesBegun = true;
                }
            }

            @Override
            public void changed(ApiObject object) {
                synchronized (PodBoard.this) {
                    tell(object.namespace(), services.put(object));
                }
            }

            @Override
            public void removed(ApiObject object) {
                synchronized (PodBoard.this) {
                    tell(object.namespace(), services.remove(object));
                }
            }

            @Override
            public void only(Set<String> uids) {
                synchronized (PodBoard.this) {
                    services.only(uids);
                    answered();
                }
            }

            @Override
            public void failed() {
                synchronized (PodBoard.this) {
                    answered();
                }
            }
        };
    }

    /** All services that there are have come: what they mean for pods is told at once. */
    private void answered() {
        servicesAnswered = true;
        if (servicesBegun) {
            servicesBegun = false;
            pods.values().forEach(this::tell);
        }
    }

    private synchronized void put(ApiObject object) {
        if (object.uid().isEmpty() || object.name().isEmpty()) {
            return;
        }
        Pod pod = pods.get(object.uid());
        if (pod == null) {
            if (pods.size() >= MOST) {
                notKept++;
                return;
            }
            pod = new Pod(object);
            pods.put(object.uid(), pod);
        }
        if (!Objects.equals(pod.object.controller(), object.controller())) {
            pod.owners = Owners.named(object.controller());
            pod.goodUntil = System.nanoTime();
        }
        pod.object = object;
        tell(pod);
        askIfStale(pod);
    }

    private synchronized void remove(String uid) {
        Pod pod = pods.remove(uid);
        if (pod != null && pod.told != null) {
            announcements.announce(
                    new Announcement.Async(
                            PodWriter.REMOVED_EVENT,
                            PodWriter.writeRemoved(pod.object.uidOnNode())));
        }
    }

    /** Asks anew about pods whose owners have not been asked about for long. */
    synchronized void refresh() {
        pods.values().forEach(this::askIfStale);
    }

    private void askIfStale(Pod pod) {
        if (pod.asking || System.nanoTime() - pod.goodUntil < 0) {
            return;
        }
        ApiObject object = pod.object;
        try {
            threads.execute(() -> ask(pod, object));
            pod.asking = true;
            asking++;
        } catch (RejectedExecutionException e) {
            return; // the capture is over
        }
    }

    private void ask(Pod pod, ApiObject object) {
        try {
            Owners.Line line = owners.lineOf(object);
            synchronized (this) {
                pod.namespace = line.namespace();
                pod.owners = line.owners();
                pod.goodUntil = System.nanoTime() + (line.whole() ? fresh : freshFailure);
                if (pods.get(object.uid()) == pod) {
                    tell(pod);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the capture is over
        } finally {
            synchronized (this) {
                pod.asking = false;
                asking--;
            }
        }
    }

    private void tell(String namespace, Services.@Nullable Concern concern) {
        if (concern == null || servicesBegun) {
            return;
        }
        for (Pod pod : new ArrayList<>(pods.values())) {
            if (pod.object.namespace().equals(namespace) && concern.with(pod.object.labels())) {
                tell(pod);
            }
        }
    }

    private void tell(Pod pod) {
        ApiObject object = pod.object;
        byte[] json =
                PodWriter.write(
                        new PodState(
                                object.uidOnNode(),
                                object.name(),
                                pod.namespace,
                                object.node(),
                                object.ip(),
                                ContainerLabels.of(object.labels()),
                                pod.owners,
                                services.of(object.namespace(), object.labels())));
        if (!Arrays.equals(json, pod.told)) {
            pod.told = json;
            announcements.announce(new Announcement.Async(PodWriter.EVENT, json));
        }
    }

    /** Whether all is told that could be found out about the pods that were there at the start. */
    synchronized boolean isSettled() {
        settled |= podsAnswered && servicesAnswered && asking == 0;
        return settled;
    }

    synchronized int size() {
        return pods.size();
    }

    /** Pods and services that found no room. */
    synchronized long notKept() {
        return notKept + services.notKept();
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.containers.kubernetes;

import dev.kansoku.engine.state.ContainerLabels;
import dev.kansoku.engine.state.KubernetesObject;
import dev.kansoku.engine.state.WorkloadKind;
import java.io.IOException;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What made pods, and their namespaces: each asked for by name when a pod first refers to it, and
 * remembered for a while. Thread-safe; questions block.
 */
final class Owners {
    /** Answers that are remembered: more than one node's pods refer to. */
    private static final int MOST = 2048;

    private static final int MOST_AT_ONCE = 8;

    /** A job of a cron job is the longest way there is. */
    private static final int LONGEST_LINE = 3;

    /** Names and labels are enough; the API leaves the rest out where it can. */
    private static final String METADATA =
            "application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1,application/json";

    private static final Pattern NAME = Pattern.compile("[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?");

    /** Where objects of a kind are found. */
    private record Place(String group, String kind, String resource, WorkloadKind workload) {
        String path(String namespace, String name) {
            String root = group.isEmpty() ? "/api/v1" : "/apis/" + group + "/v1";
            return root + "/namespaces/" + namespace + "/" + resource + "/" + name;
        }
    }

    private static final List<Place> PLACES =
            List.of(
                    new Place("apps", "ReplicaSet", "replicasets", WorkloadKind.REPLICA_SET),
                    new Place("apps", "Deployment", "deployments", WorkloadKind.DEPLOYMENT),
                    new Place("apps", "DaemonSet", "daemonsets", WorkloadKind.DAEMON_SET),
                    new Place("apps", "StatefulSet", "statefulsets", WorkloadKind.STATEFUL_SET),
                    new Place("batch", "Job", "jobs", WorkloadKind.JOB),
                    new Place("batch", "CronJob", "cronjobs", WorkloadKind.CRON_JOB),
                    new Place(
                            "",
                            "ReplicationController",
                            "replicationcontrollers",
                            WorkloadKind.REPLICATION_CONTROLLER));

    /** One question and its answer. */
    private static final class Entry {
        private final ReentrantLock lock = new ReentrantLock();
        private @Nullable ApiObject answer;
        private boolean asked;
        private long goodUntil;
    }

    private final ApiClient client;
    private final Pace pace;
    private final Troubles troubles;
    private final Semaphore places = new Semaphore(MOST_AT_ONCE);
    private final Map<String, Entry> entries = new LinkedHashMap<>(64, 0.75f, true);

    Owners(ApiClient client, Pace pace, Troubles troubles) {
        this.client = client;
        this.pace = pace;
        this.troubles = troubles;
    }

    /** What can be said without asking: names and uids of what a pod refers to itself. */
    static Map<WorkloadKind, KubernetesObject> named(ApiObject.@Nullable Controller controller) {
        Place place = controller == null ? null : place(controller);
        return controller == null || place == null
                ? Map.of()
                : Map.of(place.workload(), object(controller));
    }

    /**
     * What a pod belongs to.
     *
     * @param namespace its namespace
     * @param owners what made it, what made that, and so on
     * @param whole whether everything that was asked was answered
     */
    record Line(
            KubernetesObject namespace,
            Map<WorkloadKind, KubernetesObject> owners,
            boolean whole) {}

    /** Asks for what a pod belongs to. */
    Line lineOf(ApiObject pod) throws InterruptedException {
        String name = pod.namespace();
        ApiObject space = isName(name) ? ask("namespaces", "/api/v1/namespaces/" + name) : null;
        KubernetesObject namespace =
                space == null
                        ? new KubernetesObject(name, "", ContainerLabels.NONE)
                        : object(space);
        boolean whole = space != null;
        Map<WorkloadKind, KubernetesObject> line = new EnumMap<>(WorkloadKind.class);
        ApiObject.Controller controller = pod.controller();
        for (int i = 0; i < LONGEST_LINE && controller != null; i++) {
            Place place = place(controller);
            if (place == null) {
                break;
            }
            ApiObject found = ask(controller, place, pod.namespace());
            line.put(
                    place.workload(),
                    found == null
                            ? object(controller)
                            : new KubernetesObject(
                                    found.name(), found.uid(), ContainerLabels.of(found.labels())));
            controller = found == null ? null : found.controller();
        }
        return new Line(namespace, line, whole);
    }

    private static @Nullable Place place(ApiObject.Controller controller) {
        String version = controller.apiVersion();
        int slash = version.indexOf('/');
        String group = slash < 0 ? "" : version.substring(0, slash);
        for (Place place : PLACES) {
            if (place.kind().equals(controller.kind()) && place.group().equals(group)) {
                return place;
            }
        }
        return null;
    }

    private static KubernetesObject object(ApiObject.Controller controller) {
        return new KubernetesObject(controller.name(), controller.uid(), ContainerLabels.NONE);
    }

    private static KubernetesObject object(ApiObject found) {
        return new KubernetesObject(found.name(), found.uid(), ContainerLabels.of(found.labels()));
    }

    private static boolean isName(String name) {
        return NAME.matcher(name).matches();
    }

    /** The object itself, null where it cannot be had or another bears its name by now. */
    private @Nullable ApiObject ask(ApiObject.Controller controller, Place place, String namespace)
            throws InterruptedException {
        if (!isName(controller.name()) || !isName(namespace)) {
            return null;
        }
        ApiObject found = ask(place.resource(), place.path(namespace, controller.name()));
        return found == null || !found.uid().equals(controller.uid()) ? null : found;
    }

    private @Nullable ApiObject ask(String what, String path) throws InterruptedException {
        Entry entry = entry(path);
        entry.lock.lockInterruptibly();
        try {
            if (!entry.asked || System.nanoTime() - entry.goodUntil > 0) {
                ApiObject answer = fetch(what, path);
                entry.answer = answer;
                entry.asked = true;
                long good = (answer == null ? pace.freshFailure() : pace.fresh()).toMillis();
                entry.goodUntil = System.nanoTime() + Pace.spread(good) * 1_000_000;
            }
            return entry.answer;
        } finally {
            entry.lock.unlock();
        }
    }

    private Entry entry(String path) {
        synchronized (entries) {
            Entry entry = entries.computeIfAbsent(path, _ -> new Entry());
            if (entries.size() > MOST) {
                var oldest = entries.entrySet().iterator();
                oldest.next();
                oldest.remove();
            }
            return entry;
        }
    }

    private @Nullable ApiObject fetch(String what, String path) throws InterruptedException {
        places.acquire();
        try (ApiClient.Answer answer =
                        client.get(path + "?resourceVersion=0", METADATA, pace.answer());
                ApiReader reader = ApiReader.of(answer.body())) {
            return reader.object();
        } catch (ApiException e) {
            if (e.status() != ApiException.NOT_FOUND) {
                troubles.met(what, e);
            }
            return null;
        } catch (IOException e) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            troubles.met(what, e);
            return null;
        } finally {
            places.release();
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.containers;

import dev.kansoku.engine.state.ContainerId;
import dev.kansoku.engine.state.ContainerLabels;
import dev.kansoku.engine.state.ContainerProbe;
import dev.kansoku.engine.state.ContainerState;
import dev.kansoku.engine.state.ContainerState.Image;
import dev.kansoku.engine.state.ContainerState.Mount;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a runtime says of one container, piece by piece. What is too much is left out: it would not
 * be read back either. Not thread-safe.
 */
public final class ContainerDraft {
    /** Characters of one container altogether. */
    private static final int ROOM = 30_000;

    private static final int LONGEST_LIST = 256;
    private static final String DIGEST = "sha256:";

    private final String id;
    private final String type;
    private final Map<String, String> labels = new TreeMap<>();
    private final Map<String, String> podLabels = new TreeMap<>();
    private final List<Mount> mounts = new ArrayList<>();
    private final List<ContainerProbe> probes = new ArrayList<>();
    private String name = "";
    private Image image = new Image("", "", "", "", "");
    private @Nullable Boolean privileged;
    private String ip = "";
    private String sandboxId = "";
    private @Nullable Boolean hostPid;
    private @Nullable Boolean hostNetwork;
    private @Nullable Boolean hostIpc;
    private String cgroup = "";
    private int room = ROOM;

    /**
     * @param id the whole id
     * @param type what {@code container.type} shows
     */
    public ContainerDraft(String id, String type) {
        this.id = id;
        this.type = type;
    }

    public ContainerDraft name(String name) {
        this.name = fitting(name);
        return this;
    }

    /**
     * @param name as it was asked for, {@code registry:5000/name:tag@digest}
     * @param id with {@code sha256:} or without
     * @param digest with {@code sha256:}; empty where only the name may tell
     */
    public ContainerDraft image(String name, String id, String digest) {
        String whole = fitting(name);
        boolean named = !whole.startsWith(DIGEST);
        int at = whole.indexOf('@');
        String front = at < 0 ? whole : whole.substring(0, at);
        int colon = front.lastIndexOf(':');
        boolean tagged = named && colon > front.lastIndexOf('/');
        String bareId = fitting(id);
        image =
                new Image(
                        whole,
                        bareId.startsWith(DIGEST) ? bareId.substring(DIGEST.length()) : bareId,
                        !named ? "" : tagged ? front.substring(0, colon) : front,
                        tagged ? front.substring(colon + 1) : "",
                        digest.isEmpty() && at >= 0 ? whole.substring(at + 1) : fitting(digest));
        return this;
    }

    public ContainerDraft privileged(@Nullable Boolean privileged) {
        this.privileged = privileged;
        return this;
    }

    public ContainerDraft ip(String ip) {
        this.ip = fitting(ip);
        return this;
    }

    public ContainerDraft sandbox(String id) {
        this.sandboxId = fitting(id);
        return this;
    }

    /** Whether it shares the machine's namespaces of pids, networks and IPC; null unknown. */
    public ContainerDraft sharing(
            @Nullable Boolean hostPid, @Nullable Boolean hostNetwork, @Nullable Boolean hostIpc) {
        this.hostPid = hostPid;
        this.hostNetwork = hostNetwork;
        this.hostIpc = hostIpc;
        return this;
    }

    /** The path of its cgroup, where that says nothing of the container. */
    public ContainerDraft cgroup(String path) {
        this.cgroup = fitting(path);
        return this;
    }

    public ContainerDraft mount(Mount mount) {
        int length = mount.source().length() + mount.destination().length();
        length += mount.mode().length() + mount.propagation().length();
        if (mounts.size() < LONGEST_LIST && takeRoom(length)) {
            mounts.add(mount);
        }
        return this;
    }

    public ContainerDraft label(String name, String value) {
        return add(labels, name, value);
    }

    /** A label of its pod. */
    public ContainerDraft podLabel(String name, String value) {
        return add(podLabels, name, value);
    }

    private ContainerDraft add(Map<String, String> into, String name, String value) {
        boolean fits = into.containsKey(name) || into.size() < LONGEST_LIST;
        if (fits && takeRoom(name.length() + value.length())) {
            into.put(name, value);
        }
        return this;
    }

    public ContainerDraft probe(ContainerProbe probe) {
        int length = probe.exe().length();
        for (String argument : probe.args()) {
            length += argument.length();
        }
        if (probe.args().size() < LONGEST_LIST && takeRoom(length)) {
            probes.add(probe);
        }
        return this;
    }

    private String fitting(String text) {
        return takeRoom(text.length()) ? text : "";
    }

    private boolean takeRoom(int length) {
        if (length > room) {
            return false;
        }
        room -= length;
        return true;
    }

    public ContainerState finish() {
        return new ContainerState(
                new ContainerId(id, type).shortId(),
                id,
                name,
                type,
                image,
                privileged,
                ip,
                "",
                sandboxId,
                hostPid,
                hostNetwork,
                hostIpc,
                List.copyOf(mounts),
                ContainerLabels.of(labels),
                ContainerLabels.of(podLabels),
                List.copyOf(probes),
                cgroup);
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.containers.local;

import dev.kansoku.containers.ContainerDraft;
import dev.kansoku.containers.JsonTree;
import dev.kansoku.containers.RuntimeOptions;
import dev.kansoku.engine.state.ContainerState;
import dev.kansoku.engine.state.ContainerState.Mount;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** runc, by the {@code state.json} of each container. */
final class Runc extends PlainRuntime {
    private static final String HIERARCHIES = "/sys/fs/cgroup";

    /** Annotations are a list of {@code name=value}, with the bundle's folder among them. */
    private static final String BUNDLE = "bundle=";

    private static final int READ_ONLY = 1;
    private static final int RECURSIVE = 1 << 14;

    /** What the kernel's flags of propagation are called. */
    private static final Map<Integer, String> PROPAGATIONS =
            Map.of(1 << 17, "unbindable", 1 << 18, "private", 1 << 19, "slave", 1 << 20, "shared");

    Runc(RuntimeOptions options) {
        super(
                new StateFolders(
                        options,
                        "/run/runc",
                        "/run/docker/runtime-runc/moby",
                        "/run/containerd/runc/*",
                        "/run/user/*/runc"),
                "runc",
                "state.json");
    }

    @Override
    boolean isIn(JsonTree state, String cgroup) {
        for (Map.Entry<String, JsonTree> path : state.at("cgroup_paths").members().entrySet()) {
            String whole = path.getValue().text();
            if (whole.endsWith(cgroup)
                    && isHierarchy(whole.substring(0, whole.length() - cgroup.length()))) {
                return true;
            }
        }
        return false;
    }

    /** The only one is mounted at the usual place, others in a folder below. */
    private static boolean isHierarchy(String path) {
        return path.equals(HIERARCHIES)
                || (path.startsWith(HIERARCHIES + "/")
                        && path.indexOf('/', HIERARCHIES.length() + 1) < 0
                        && !path.endsWith(".slice"));
    }

    @Override
    ContainerState describe(Path folder, JsonTree state, String id, String shown, String cgroup) {
        JsonTree config = state.at("config");
        ContainerDraft draft = new ContainerDraft(id, shown).cgroup(cgroup);
        if (!isDigest(id)) {
            draft.name(id);
        }
        draft.privileged(
                OciRights.isPrivileged(
                        config.at("capabilities", "Effective").texts(),
                        config.at("mask_paths").texts()));
        draft.sharing(shares(config, "NEWPID"), shares(config, "NEWNET"), shares(config, "NEWIPC"));
        for (JsonTree mount : config.at("mounts").items()) {
            if (mount.text("device").equals("bind")) {
                draft.mount(mount(mount));
            }
        }
        for (String label : config.at("labels").texts()) {
            int equals = label.indexOf('=');
            if (equals > 0 && !label.startsWith(BUNDLE)) {
                Annotations.tell(label.substring(0, equals), label.substring(equals + 1), draft);
            }
        }
        return draft.finish();
    }

    private static boolean isDigest(String id) {
        return id.length() == 64;
    }

    /** Null where the namespace is that of another process, which may be anyone's. */
    private static @Nullable Boolean shares(JsonTree config, String namespace) {
        for (JsonTree own : config.at("namespaces").items()) {
            if (own.text("type").equals(namespace)) {
                return own.text("path").isEmpty() ? Boolean.FALSE : null;
            }
        }
        return Boolean.TRUE;
    }

    private static Mount mount(JsonTree mount) {
        long flags = number(mount.text("flags"));
        String propagation = "";
        for (String text : mount.at("propagation_flags").texts()) {
            int bits = (int) number(text);
            String kind = PROPAGATIONS.getOrDefault(bits & ~RECURSIVE, "");
            propagation = (bits & RECURSIVE) != 0 && !kind.isEmpty() ? "r" + kind : kind;
        }
        return new Mount(
                mount.text("source"),
                mount.text("destination"),
                "",
                (flags & READ_ONLY) == 0,
                propagation);
    }

    private static long number(String text) {
        try {
            return text.isEmpty() ? 0 : Long.parseLong(text);
        } catch (NumberFormatException e) {
            return 0; // no flags that we know
        }
    }
}

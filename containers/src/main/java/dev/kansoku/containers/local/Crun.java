// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.containers.local;

import dev.kansoku.containers.ContainerDraft;
import dev.kansoku.containers.JsonTree;
import dev.kansoku.containers.RuntimeOptions;
import dev.kansoku.engine.state.ContainerState;
import dev.kansoku.engine.state.ContainerState.Mount;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** crun, by the {@code status} of each container and the description that it was made from. */
final class Crun extends PlainRuntime {
    private static final String DESCRIPTION = "config.json";

    private static final Set<String> PROPAGATIONS =
            Set.of(
                    "private",
                    "rprivate",
                    "shared",
                    "rshared",
                    "slave",
                    "rslave",
                    "unbindable",
                    "runbindable");

    Crun(RuntimeOptions options) {
        super(new StateFolders(options, "/run/crun", "/run/user/*/crun"), "crun", "status");
    }

    @Override
    boolean isIn(JsonTree state, String cgroup) {
        return state.text("cgroup-path").equals(cgroup);
    }

    @Override
    ContainerState describe(Path folder, JsonTree state, String id, String shown, String cgroup)
            throws IOException {
        ContainerDraft draft = new ContainerDraft(id, shown).cgroup(cgroup);
        if (id.length() != 64) {
            draft.name(id);
        }
        // A copy of the bundle's description; the bundle itself lies wherever its owner put it.
        byte[] bytes = StateFolders.read(folder.resolve(DESCRIPTION));
        if (bytes != null) {
            describe(JsonTree.read(bytes), draft);
        }
        return draft.finish();
    }

    private static void describe(JsonTree config, ContainerDraft draft) {
        draft.privileged(
                OciRights.isPrivileged(
                        config.at("process", "capabilities", "effective").texts(),
                        config.at("linux", "maskedPaths").texts()));
        draft.sharing(shares(config, "pid"), shares(config, "network"), shares(config, "ipc"));
        for (JsonTree mount : config.at("mounts").items()) {
            List<String> options = mount.at("options").texts();
            if (options.contains("bind") || options.contains("rbind")) {
                draft.mount(mount(mount, options));
            }
        }
        for (Map.Entry<String, JsonTree> annotation :
                config.at("annotations").members().entrySet()) {
            Annotations.tell(annotation.getKey(), annotation.getValue().text(), draft);
        }
    }

    /** Null where the namespace is that of another process, which may be anyone's. */
    private static @Nullable Boolean shares(JsonTree config, String namespace) {
        for (JsonTree own : config.at("linux", "namespaces").items()) {
            if (own.text("type").equals(namespace)) {
                return own.text("path").isEmpty() ? Boolean.FALSE : null;
            }
        }
        return Boolean.TRUE;
    }

    private static Mount mount(JsonTree mount, List<String> options) {
        String propagation = "";
        for (String option : options) {
            if (PROPAGATIONS.contains(option)) {
                propagation = option;
            }
        }
        return new Mount(
                mount.text("source"),
                mount.text("destination"),
                "",
                !options.contains("ro"),
                propagation);
    }
}

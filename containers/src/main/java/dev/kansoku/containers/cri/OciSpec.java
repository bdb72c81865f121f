// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.containers.cri;

import dev.kansoku.engine.state.ContainerState.Mount;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;

/**
 * What the specification of a container says, which is JSON as the Open Container Initiative has
 * it.
 */
final class OciSpec {
    private static final int MOST = 256;

    /** Who may do these may do anything to the machine. */
    private static final Set<String> ALL_RIGHTS =
            Set.of("CAP_SYS_ADMIN", "CAP_SYS_MODULE", "CAP_SYS_PTRACE", "CAP_NET_ADMIN");

    private static final Set<String> PROPAGATIONS =
            Set.of("private", "rprivate", "shared", "rshared", "slave", "rslave");

    private final List<Mount> mounts = new ArrayList<>();
    private final Set<String> capabilities = new HashSet<>();
    private final Set<String> namespaces = new HashSet<>();
    private String cgroup = "";
    private boolean masked;
    private boolean read;

    private OciSpec() {}

    /** Reads a specification; nothing is known where it is none. */
    static OciSpec read(byte[] json) {
        OciSpec spec = new OciSpec();
        try (JsonParser in = VerboseInfo.JSON.createParser(ObjectReadContext.empty(), json)) {
            if (in.nextToken() == JsonToken.START_OBJECT) {
                spec.members(in, "");
                spec.read = true;
            }
            return spec;
        } catch (JacksonException e) {
            return new OciSpec();
        }
    }

    private void members(JsonParser in, String path) {
        while (in.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = path + in.currentName();
            JsonToken value = in.nextToken();
            switch (name) {
                case "process.capabilities.bounding" -> texts(in, value, capabilities);
                case "linux.maskedPaths" -> {
                    Set<String> paths = new HashSet<>();
                    texts(in, value, paths);
                    masked = !paths.isEmpty();
                }
                case "linux.cgroupsPath" -> cgroup = text(in, value);
                case "linux.namespaces" -> namespaces(in, value);
                case "mounts" -> mounts(in, value);
                case "process", "process.capabilities", "linux" -> {
                    if (value == JsonToken.START_OBJECT) {
                        members(in, name + ".");
                    } else {
                        in.skipChildren();
                    }
                }
                default -> in.skipChildren();
            }
        }
    }

    private static String text(JsonParser in, JsonToken value) {
        if (value != JsonToken.VALUE_STRING) {
            in.skipChildren();
            return "";
        }
        return in.getString();
    }

    private static void texts(JsonParser in, JsonToken value, Set<String> into) {
        if (value != JsonToken.START_ARRAY) {
            in.skipChildren();
            return;
        }
        for (JsonToken token = in.nextToken();
                token != JsonToken.END_ARRAY && token != null;
                token = in.nextToken()) {
            String text = text(in, token);
            if (into.size() < MOST) {
                into.add(text);
            }
        }
    }

    private void namespaces(JsonParser in, JsonToken value) {
        if (value != JsonToken.START_ARRAY) {
            in.skipChildren();
            return;
        }
        while (in.nextToken() == JsonToken.START_OBJECT) {
            String type = "";
            String path = "";
            while (in.nextToken() == JsonToken.PROPERTY_NAME) {
                String name = in.currentName();
                String text = text(in, in.nextToken());
                switch (name) {
                    case "type" -> type = text;
                    case "path" -> path = text;
                    default -> {} // passed over
                }
            }
            if (!path.startsWith("/proc/1/") && namespaces.size() < MOST) {
                namespaces.add(type);
            }
        }
    }

    private void mounts(JsonParser in, JsonToken value) {
        if (value != JsonToken.START_ARRAY) {
            in.skipChildren();
            return;
        }
        while (in.nextToken() == JsonToken.START_OBJECT) {
            mount(in);
        }
    }

    private void mount(JsonParser in) {
        String source = "";
        String destination = "";
        Set<String> options = new HashSet<>();
        while (in.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = in.currentName();
            JsonToken value = in.nextToken();
            switch (name) {
                case "source" -> source = text(in, value);
                case "destination" -> destination = text(in, value);
                case "options" -> texts(in, value, options);
                default -> in.skipChildren();
            }
        }
        // Others are file systems of the container's own.
        boolean ofMachine = options.contains("bind") || options.contains("rbind");
        if (ofMachine && mounts.size() < MOST) {
            String propagation =
                    options.stream().filter(PROPAGATIONS::contains).findFirst().orElse("");
            mounts.add(new Mount(source, destination, "", !options.contains("ro"), propagation));
        }
    }

    /** The path of its cgroup below the hierarchy's root, as far as it is told as one. */
    String cgroup() {
        return cgroup;
    }

    /** Folders of the machine that it sees. */
    List<Mount> mounts() {
        return mounts;
    }

    /** Whether nothing is kept from it, null where that is not known. */
    @Nullable Boolean privileged() {
        return read ? capabilities.containsAll(ALL_RIGHTS) && !masked : null;
    }

    /** Whether it is in the machine's namespace of this type, null where that is not known. */
    @Nullable Boolean shares(String type) {
        return read ? !namespaces.contains(type) : null;
    }
}

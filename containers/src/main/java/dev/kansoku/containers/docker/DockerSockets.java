// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.containers.docker;

import dev.kansoku.containers.ContainerRuntime;
import dev.kansoku.containers.RuntimeOptions;
import dev.kansoku.containers.RuntimeProvider;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Finds the sockets of Docker and Podman: the machine's, users' own, and those that were named. */
public final class DockerSockets implements RuntimeProvider {
    private static final List<String> USUAL =
            List.of("/run/docker.sock", "/var/run/docker.sock", "/run/podman/podman.sock");

    private static final List<String> OF_USERS = List.of("docker.sock", "podman/podman.sock");
    private static final int MOST_USERS = 256;

    /** For {@link java.util.ServiceLoader}. */
    public DockerSockets() {}

    @Override
    public List<ContainerRuntime> available(RuntimeOptions options) {
        Set<Path> sockets = new LinkedHashSet<>();
        for (String usual : USUAL) {
            add(options.onHost(usual), sockets);
        }
        for (Path named : options.sockets()) {
            String name = named.getFileName() == null ? "" : named.getFileName().toString();
            if (name.contains("docker") || name.contains("podman")) {
                add(named, sockets);
            }
        }
        Set<Path> ofUsers = new LinkedHashSet<>();
        for (Path user : users(options.onHost("/run/user"))) {
            for (String socket : OF_USERS) {
                add(user.resolve(socket), ofUsers);
            }
        }
        ofUsers.removeAll(sockets);
        List<ContainerRuntime> runtimes = new ArrayList<>();
        for (Path socket : sockets) {
            runtimes.add(new DockerRuntime(new UnixHttp(socket), false));
        }
        for (Path socket : ofUsers) {
            runtimes.add(new DockerRuntime(new UnixHttp(socket), true)); // asked last
        }
        return runtimes;
    }

    private static void add(Path socket, Set<Path> into) {
        try {
            Path real = socket.toRealPath();
            if (Files.readAttributes(real, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                    .isOther()) {
                into.add(real);
            }
        } catch (IOException e) {
            // not there, as most of them
        }
    }

    private static List<Path> users(Path folder) {
        List<Path> users = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
            for (Path entry : entries) {
                if (users.size() == MOST_USERS) {
                    break;
                }
                users.add(entry);
            }
        } catch (IOException | DirectoryIteratorException e) {
            return users; // nobody is logged in
        }
        return users;
    }
}

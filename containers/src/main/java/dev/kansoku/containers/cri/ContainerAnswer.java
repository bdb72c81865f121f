// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.containers.cri;

import dev.kansoku.containers.grpc.ProtoReader;
import dev.kansoku.engine.state.ContainerLabels;
import dev.kansoku.engine.state.ContainerState;
import dev.kansoku.engine.state.ContainerState.Mount;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What CRI answers about a container. */
final class ContainerAnswer {
    private static final int MOST_MOUNTS = 256;
    private static final int SHORT_ID = 12;

    /** How mounts propagate, by CRI's numbers. */
    private static final String[] PROPAGATION = {"private", "rslave", "rshared"};

    String id = "";
    private String name = "";
    String image = "";
    String imageReference = "";
    private final Map<String, String> labels = new TreeMap<>();
    private final List<Mount> mounts = new ArrayList<>();
    VerboseInfo info = VerboseInfo.NONE;

    static ContainerAnswer read(byte[] answer) throws IOException {
        ContainerAnswer container = new ContainerAnswer();
        Map<String, String> infos = new TreeMap<>();
        ProtoReader in = new ProtoReader(answer);
        while (in.next()) {
            if (in.field() == 1) {
                container.status(in.message());
            } else if (in.field() == 2) {
                in.entry(infos, SandboxAnswer.MOST_LABELS);
            }
        }
        container.info = VerboseInfo.read(infos.getOrDefault(VerboseInfo.NAME, ""));
        return container;
    }

    private void status(ProtoReader in) throws IOException {
        while (in.next()) {
            switch (in.field()) {
                case 1 -> id = in.text();
                case 2 -> name = first(in.message());
                case 8 -> image = first(in.message());
                case 9 -> imageReference = in.text();
                case 12 -> in.entry(labels, SandboxAnswer.MOST_LABELS);
                case 14 -> {
                    if (mounts.size() < MOST_MOUNTS) {
                        mounts.add(mount(in.message()));
                    }
                }
                default -> {} // passed over
            }
        }
    }

    /** The text that is a message's first field. */
    private static String first(ProtoReader in) throws IOException {
        String text = "";
        while (in.next()) {
            if (in.field() == 1) {
                text = in.text();
            }
        }
        return text;
    }

    private static Mount mount(ProtoReader in) throws IOException {
        String destination = "";
        String source = "";
        boolean readOnly = false;
        long propagation = 0;
        while (in.next()) {
            switch (in.field()) {
                case 1 -> destination = in.text();
                case 2 -> source = in.text();
                case 3 -> readOnly = in.truth();
                case 5 -> propagation = in.number();
                default -> {} // passed over
            }
        }
        boolean known = propagation >= 0 && propagation < PROPAGATION.length;
        return new Mount(
                source, destination, "", !readOnly, known ? PROPAGATION[(int) propagation] : "");
    }

    ContainerState state(String type, ContainerState.Image itsImage, SandboxAnswer sandbox) {
        sandbox.addPod(labels);
        Room room = new Room();
        return new ContainerState(
                shortId(id),
                id,
                room.keep(name),
                type,
                itsImage,
                info.privileged(),
                room.keep(sandbox.ip),
                room.keep(sandbox.info.cni()),
                sandbox.id,
                sandbox.hostPid,
                sandbox.hostNetwork,
                sandbox.hostIpc,
                keep(mounts, room),
                ContainerLabels.of(room.keep(labels)),
                ContainerLabels.of(room.keep(sandbox.labels)),
                List.of());
    }

    static List<Mount> keep(List<Mount> mounts, Room room) {
        return mounts.stream()
                .filter(m -> room.takes(m.source().length() + m.destination().length()))
                .toList();
    }

    static String shortId(String id) {
        return id.length() > SHORT_ID ? id.substring(0, SHORT_ID) : id;
    }
}

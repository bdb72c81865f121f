// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.containers.cri;

import dev.kansoku.containers.grpc.ProtoReader;
import dev.kansoku.engine.state.ContainerState;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** What CRI answers about an image. */
final class ImageAnswer {
    static final ImageAnswer NONE = new ImageAnswer();

    private static final String SHA256 = "sha256:";
    private static final int MOST_NAMES = 64;

    private String id = "";
    final List<String> tags = new ArrayList<>();
    final List<String> digests = new ArrayList<>();

    private ImageAnswer() {}

    static ImageAnswer read(byte[] answer) throws IOException {
        ImageAnswer image = new ImageAnswer();
        ProtoReader in = new ProtoReader(answer);
        while (in.next()) {
            if (in.field() == 1) {
                image.members(in.message());
            }
        }
        return image;
    }

    private void members(ProtoReader in) throws IOException {
        while (in.next()) {
            switch (in.field()) {
                case 1 -> id = in.text();
                case 2 -> add(in.text(), tags);
                case 3 -> add(in.text(), digests);
                default -> {} // passed over
            }
        }
    }

    private static void add(String name, List<String> into) {
        if (into.size() < MOST_NAMES) {
            into.add(name);
        }
    }

    /**
     * The image as the state has it.
     *
     * @param name as the container's status has it, which may be but an id
     * @param reference by which the runtime keeps it: an id, or a name with a digest
     * @param target the digest that the runtime's store has, empty where that was not asked
     */
    ContainerState.Image image(String name, String reference, String target) {
        String shown = name;
        if (isId(shown)) {
            shown = tags.isEmpty() ? withoutDigest(reference) : tags.getFirst();
        }
        ImageName parts = ImageName.parse(shown);
        String digest = target;
        for (String known : digests) {
            // Of several names for it, the one that the container goes by.
            if (digest.isEmpty() || known.startsWith(parts.repository() + "@")) {
                digest = ImageName.parse(known).digest();
            }
        }
        if (digest.isEmpty()) {
            digest =
                    parts.digest().isEmpty() ? ImageName.parse(reference).digest() : parts.digest();
        }
        String whole = id.isEmpty() && isId(reference) ? reference : id;
        return new ContainerState.Image(
                shown,
                whole.startsWith(SHA256) ? whole.substring(SHA256.length()) : whole,
                parts.repository(),
                parts.tag(),
                digest);
    }

    private static boolean isId(String name) {
        return name.startsWith(SHA256) || name.matches("[0-9a-f]{64}");
    }

    private static String withoutDigest(String reference) {
        int at = reference.indexOf('@');
        return at < 0 ? reference : reference.substring(0, at);
    }

    /** {@code registry:5000/name:tag@digest} in its parts. */
    private record ImageName(String repository, String tag, String digest) {
        static ImageName parse(String name) {
            if (isId(name)) {
                return new ImageName("", "", "");
            }
            int at = name.indexOf('@');
            String digest = at < 0 ? "" : name.substring(at + 1);
            String front = at < 0 ? name : name.substring(0, at);
            int colon = front.lastIndexOf(':');
            return colon > front.lastIndexOf('/')
                    ? new ImageName(front.substring(0, colon), front.substring(colon + 1), digest)
                    : new ImageName(front, "", digest);
        }
    }
}

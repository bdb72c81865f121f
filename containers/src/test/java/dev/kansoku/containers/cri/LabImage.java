// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.containers.cri;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/** An image of busybox, made here, in the form that {@code docker save} has. */
final class LabImage {
    /** Debian's package busybox-static has it; it needs no library. */
    static final Path BUSYBOX = Path.of("/bin/busybox");

    private static final List<String> APPLETS = List.of("sh", "sleep", "cat", "true", "echo");
    private static final int BLOCK = 512;

    private LabImage() {}

    /** The archive of an image that sleeps where nothing else is asked of it. */
    static byte[] archive(String name) throws IOException {
        Tar layer = new Tar();
        layer.folder("bin");
        layer.file("bin/busybox", 0755, Files.readAllBytes(BUSYBOX));
        for (String applet : APPLETS) {
            layer.link("bin/" + applet, "busybox");
        }
        layer.folder("etc");
        layer.file("etc/passwd", 0644, ascii("root:x:0:0:root:/:/bin/sh\nlab:x:4711:4711::/:\n"));
        layer.file("etc/group", 0644, ascii("root:x:0:\nlab:x:4711:\n"));
        layer.folder("proc");
        layer.folder("tmp");
        byte[] content = layer.toBytes();
        String configuration =
                """
                {"architecture":"amd64","os":"linux",
                 "config":{"Entrypoint":["/bin/sleep","1000000"],"Env":["PATH=/bin"]},
                 "rootfs":{"type":"layers","diff_ids":["sha256:%s"]}}\
                """
                        .formatted(sha256(content));
        String manifest =
                """
                [{"Config":"config.json","RepoTags":["%s"],"Layers":["layer.tar"]}]\
                """
                        .formatted(name);
        Tar image = new Tar();
        image.file("layer.tar", 0644, content);
        image.file("config.json", 0644, ascii(configuration));
        image.file("manifest.json", 0644, ascii(manifest));
        return image.toBytes();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static String sha256(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    /** A tar archive as ustar has it. */
    private static final class Tar {
        private final ByteArrayOutputStream out = new ByteArrayOutputStream();

        void folder(String name) {
            header(name + "/", 0755, 0, '5', "");
        }

        void link(String name, String target) {
            header(name, 0777, 0, '2', target);
        }

        void file(String name, int mode, byte[] content) {
            header(name, mode, content.length, '0', "");
            out.writeBytes(content);
            out.writeBytes(new byte[(BLOCK - content.length % BLOCK) % BLOCK]);
        }

        private void header(String name, int mode, int size, char type, String target) {
            byte[] header = new byte[BLOCK];
            put(header, 0, name);
            put(header, 100, "%07o".formatted(mode));
            put(header, 108, "0000000");
            put(header, 116, "0000000");
            put(header, 124, "%011o".formatted(size));
            put(header, 136, "00000000000");
            Arrays.fill(header, 148, 156, (byte) ' ');
            header[156] = (byte) type;
            put(header, 157, target);
            put(header, 257, "ustar");
            put(header, 263, "00");
            int sum = 0;
            for (byte b : header) {
                sum += b & 0xff;
            }
            put(header, 148, "%06o\0 ".formatted(sum));
            out.writeBytes(header);
        }

        private static void put(byte[] header, int at, String text) {
            byte[] bytes = ascii(text);
            System.arraycopy(bytes, 0, header, at, bytes.length);
        }

        byte[] toBytes() {
            out.writeBytes(new byte[2 * BLOCK]);
            return out.toByteArray();
        }
    }
}

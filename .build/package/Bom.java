// SPDX-License-Identifier: Apache-2.0
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;

/**
 * Prints what a package is made of as CycloneDX 1.6 in JSON: our jars, those of others by the table of dependencies, Java itself. What it prints depends
 * on its arguments alone.
 *
 * <p>Arguments: version, time in seconds, folder of jars, table of dependencies, Java's release file.
 */
final class Bom {
    private static final String OWN = "kansoku-";

    private final List<String> components = new ArrayList<>();

    private Bom() {}

    public static void main(String[] arguments) throws IOException, NoSuchAlgorithmException {
        String version = arguments[0];
        Instant time = Instant.ofEpochSecond(Long.parseLong(arguments[1]));
        Path folder = Path.of(arguments[2]);
        Bom bom = new Bom();
        try (var files = Files.list(folder)) {
            for (Path jar : files.sorted().toList()) {
                String name = jar.getFileName().toString();
                if (name.startsWith(OWN)) {
                    String artifact = name.substring(0, name.length() - version.length() - ".jar".length() - 1);
                    bom.add("library", "dev.kansoku", artifact, version, "Apache-2.0", sum(jar), "pkg:maven/dev.kansoku/" + artifact + "@" + version);
                }
            }
        }
        String machine = System.getProperty("os.arch").equals("aarch64") ? "arm64" : "64";
        for (String line : Files.readAllLines(Path.of(arguments[3]))) {
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            String[] cell = line.split("\t");
            String[] place = cell[2].split(":");
            if (cell[0].endsWith(".so") && !cell[0].endsWith("jit" + machine + ".so")) {
                continue;
            }
            if (!sum(folder.resolve(cell[0])).equals(cell[1])) {
                throw new IOException(cell[0] + " is not the file of the table");
            }
            bom.add("library", place[0], place[1], place[2], cell[3], cell[1], "pkg:maven/" + place[0] + "/" + place[1] + "@" + place[2]);
        }
        bom.java(Path.of(arguments[4]));
        bom.print(version, time);
    }

    private void java(Path release) throws IOException {
        String version = "";
        String vendor = "OpenJDK";
        for (String line : Files.readAllLines(release)) {
            if (line.startsWith("JAVA_RUNTIME_VERSION=")) {
                version = line.substring(line.indexOf('"') + 1, line.lastIndexOf('"'));
            } else if (line.startsWith("IMPLEMENTOR=")) {
                vendor = line.substring(line.indexOf('"') + 1, line.lastIndexOf('"'));
            }
        }
        components.add(
                """
                    {
                      "type": "platform",
                      "bom-ref": "openjdk",
                      "supplier": { "name": %s },
                      "name": "openjdk",
                      "version": %s,
                      "licenses": [ { "expression": "GPL-2.0-only WITH Classpath-exception-2.0" } ],
                      "purl": %s
                    }"""
                        .formatted(text(vendor), text(version), text("pkg:generic/openjdk@" + version.replace("+", "%2B"))));
    }

    private void add(String type, String group, String name, String version, String licence, String sum, String purl) {
        components.add(
                """
                    {
                      "type": %s,
                      "bom-ref": %s,
                      "group": %s,
                      "name": %s,
                      "version": %s,
                      "hashes": [ { "alg": "SHA-256", "content": %s } ],
                      "licenses": [ { "license": { "id": %s } } ],
                      "purl": %s
                    }"""
                        .formatted(text(type), text(purl), text(group), text(name), text(version), text(sum), text(licence), text(purl)));
    }

    private void print(String version, Instant time) {
        String all = String.join(",\n", components);
        UUID serial = UUID.nameUUIDFromBytes((version + time + all).getBytes(StandardCharsets.UTF_8));
        PrintStream out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
        out.print(
                """
                {
                  "bomFormat": "CycloneDX",
                  "specVersion": "1.6",
                  "serialNumber": "urn:uuid:%s",
                  "version": 1,
                  "metadata": {
                    "timestamp": "%s",
                    "component": {
                      "type": "application",
                      "bom-ref": "kansoku",
                      "name": "kansoku",
                      "version": %s,
                      "licenses": [ { "license": { "id": "Apache-2.0" } } ]
                    }
                  },
                  "components": [
                %s
                  ]
                }
                """
                        .formatted(serial, time, text(version), all));
        out.flush();
    }

    private static String sum(Path file) throws IOException, NoSuchAlgorithmException {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        try (InputStream in = Files.newInputStream(file)) {
            digest.update(in.readAllBytes());
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static String text(String value) {
        StringBuilder json = new StringBuilder("\"");
        for (char c : value.toCharArray()) {
            if (c == '"' || c == '\\') {
                json.append('\\').append(c);
            } else if (c < ' ') {
                json.append("\\u%04x".formatted((int) c));
            } else {
                json.append(c);
            }
        }
        return json.append('"').toString();
    }
}

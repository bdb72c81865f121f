// SPDX-License-Identifier: Apache-2.0
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.attribute.ModuleAttribute;
import java.lang.constant.ModuleDesc;
import java.lang.constant.PackageDesc;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/**
 * Copies jars from one folder into another, with a module descriptor in those that have none, since Java's linker takes no others: it exports all
 * packages under the jar's automatic name. Native libraries are left out, they are installed as files. What comes out depends on what goes in
 * alone.
 *
 * <p>Arguments: the folder to read, the folder to write.
 */
final class Modules {
    private static final String DESCRIPTOR = "module-info.class";

    /** What a jar without a descriptor is called, and what it reads. A jar that is not named here ends the build. */
    private static final Map<String, List<String>> NAMES =
            Map.of(
                    "re2j", List.of("re2j"),
                    "prometheus-metrics-config", List.of("io.prometheus.metrics.config"),
                    "prometheus-metrics-model", List.of("io.prometheus.metrics.model", "io.prometheus.metrics.config"),
                    "prometheus-metrics-exposition-textformats",
                            List.of("io.prometheus.writer.text", "io.prometheus.metrics.model", "io.prometheus.metrics.config"));

    private static final LocalDateTime TIME = LocalDateTime.of(2026, 1, 1, 0, 0);

    private Modules() {}

    public static void main(String[] arguments) throws IOException {
        try (var jars = Files.list(Path.of(arguments[0]))) {
            for (Path jar : jars.filter(file -> file.toString().endsWith(".jar")).sorted().toList()) {
                copy(jar, Path.of(arguments[1]).resolve(jar.getFileName()));
            }
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        Map<String, byte[]> entries = new TreeMap<>();
        try (InputStream in = Files.newInputStream(from);
                ZipInputStream zip = new ZipInputStream(in)) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                if (!entry.isDirectory() && !isNative(entry.getName())) {
                    entries.put(entry.getName(), zip.readAllBytes());
                }
            }
        }
        if (entries.keySet().stream().noneMatch(name -> name.equals(DESCRIPTOR) || name.matches("META-INF/versions/\\d+/" + DESCRIPTOR))) {
            entries.put(DESCRIPTOR, descriptor(from, entries));
        }
        try (OutputStream out = Files.newOutputStream(to);
                ZipOutputStream zip = new ZipOutputStream(out)) {
            zip.setLevel(1);
            for (var entry : entries.entrySet()) {
                ZipEntry written = new ZipEntry(entry.getKey());
                written.setTimeLocal(TIME);
                zip.putNextEntry(written);
                zip.write(entry.getValue());
            }
        }
        Files.setLastModifiedTime(to, java.nio.file.attribute.FileTime.from(TIME.toInstant(ZoneOffset.UTC)));
    }

    private static boolean isNative(String name) {
        return name.endsWith(".so") || name.endsWith(".dll") || name.endsWith(".dylib");
    }

    private static byte[] descriptor(Path jar, Map<String, byte[]> entries) throws IOException {
        String artifact = jar.getFileName().toString().replaceFirst("-\\d.*", "");
        List<String> names = NAMES.get(artifact);
        if (names == null) {
            throw new IOException(jar.getFileName() + " has no module descriptor and no row in " + Modules.class.getSimpleName() + ".java");
        }
        List<String> packages =
                entries.keySet().stream()
                        .filter(name -> name.endsWith(".class") && name.contains("/") && !name.startsWith("META-INF/"))
                        .map(name -> name.substring(0, name.lastIndexOf('/')).replace('/', '.'))
                        .distinct()
                        .sorted()
                        .toList();
        return ClassFile.of()
                .buildModule(
                        ModuleAttribute.of(
                                ModuleDesc.of(names.getFirst()),
                                module -> {
                                    module.requires(ModuleDesc.of("java.base"), ClassFile.ACC_MANDATED, null);
                                    for (String read : names.subList(1, names.size())) {
                                        module.requires(ModuleDesc.of(read), ClassFile.ACC_TRANSITIVE, null);
                                    }
                                    for (String name : packages) {
                                        module.exports(PackageDesc.of(name), 0);
                                    }
                                }));
    }
}

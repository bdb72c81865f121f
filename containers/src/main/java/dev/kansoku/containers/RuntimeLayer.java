package dev.kansoku.containers;

import java.io.IOException;
import java.lang.module.Configuration;
import java.lang.module.FindException;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReference;
import java.lang.module.ResolutionException;
import java.lang.module.ResolvedModule;
import java.net.URI;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The optional clients of runtimes: jars in a folder of their own that nothing of the core depends
 * on. They become modules of a layer when a live capture asks for runtimes, and cost nothing before
 * that.
 */
public final class RuntimeLayer {
    /** The folder's name, beside the one that the core's jars lie in. */
    private static final String FOLDER = "runtimes";

    private RuntimeLayer() {}

    /**
     * Runtimes that were found.
     *
     * @param runtimes those that this machine has, for the caller to close
     * @param notes why some could not be looked for, one message each
     */
    public record Opened(List<ContainerRuntime> runtimes, List<String> notes) {
        public Opened {
            runtimes = List.copyOf(runtimes);
            notes = List.copyOf(notes);
        }
    }

    /**
     * Where the clients lie of the Kansoku that runs, null where it does not run from jars in a
     * folder.
     */
    public static @Nullable Path folder() {
        ModuleLayer layer = RuntimeLayer.class.getModule().getLayer();
        if (layer == null) {
            return null;
        }
        String own = RuntimeLayer.class.getModule().getName();
        Optional<URI> jar =
                layer.configuration()
                        .findModule(own)
                        .map(ResolvedModule::reference)
                        .flatMap(ModuleReference::location);
        if (jar.isEmpty() || !jar.get().getScheme().equals("file")) {
            return null;
        }
        Path lib = Path.of(jar.get()).getParent();
        return lib == null ? null : lib.resolveSibling(FOLDER);
    }

    /**
     * Loads the clients and lets them look for their runtimes.
     *
     * @param folder where the jars lie, null for those clients only that are loaded anyway
     */
    public static Opened open(@Nullable Path folder, RuntimeOptions options) {
        List<String> notes = new ArrayList<>();
        Map<String, RuntimeProvider> providers = new LinkedHashMap<>();
        ClassLoader loader = RuntimeLayer.class.getClassLoader();
        collect(ServiceLoader.load(RuntimeProvider.class, loader), providers, notes);
        if (folder != null) {
            load(folder, providers, notes);
        }
        List<ContainerRuntime> runtimes = new ArrayList<>();
        for (RuntimeProvider provider : providers.values()) {
            runtimes.addAll(provider.available(options));
        }
        return new Opened(runtimes, notes);
    }

    private static void load(
            Path folder, Map<String, RuntimeProvider> providers, List<String> notes) {
        if (!Files.isDirectory(folder)) {
            notes.add("no clients of container runtimes in " + folder);
            return;
        }
        try {
            String fault = distrust(folder);
            if (fault != null) {
                notes.add("clients of container runtimes not loaded: " + fault);
                return;
            }
            ModuleLayer core = RuntimeLayer.class.getModule().getLayer();
            ModuleLayer parent = core == null ? ModuleLayer.boot() : core;
            ModuleFinder finder = ModuleFinder.of(folder);
            Configuration configuration =
                    parent.configuration()
                            .resolveAndBind(ModuleFinder.of(), finder, providing(finder));
            ModuleLayer layer =
                    parent.defineModulesWithOneLoader(
                            configuration, RuntimeLayer.class.getClassLoader());
            collect(ServiceLoader.load(layer, RuntimeProvider.class), providers, notes);
        } catch (IOException
                | FindException
                | ResolutionException
                | LayerInstantiationException e) {
            notes.add(
                    "clients of container runtimes not loaded from "
                            + folder
                            + ": "
                            + e.getMessage());
        }
    }

    /** The names of the modules that have clients. */
    private static List<String> providing(ModuleFinder finder) {
        return finder.findAll().stream()
                .map(ModuleReference::descriptor)
                .filter(
                        module ->
                                module.provides().stream()
                                        .anyMatch(
                                                provided ->
                                                        provided.service()
                                                                .equals(
                                                                        RuntimeProvider.class
                                                                                .getName())))
                .map(ModuleDescriptor::name)
                .toList();
    }

    /** Takes each class of a provider once, whichever way it is found. */
    private static void collect(
            ServiceLoader<RuntimeProvider> loader,
            Map<String, RuntimeProvider> providers,
            List<String> notes) {
        try {
            for (RuntimeProvider provider : loader) {
                providers.putIfAbsent(provider.getClass().getName(), provider);
            }
        } catch (ServiceConfigurationError e) {
            notes.add("clients of container runtimes not loaded: " + e.getMessage());
        }
    }

    /**
     * Who may write there may run code with our rights. Says what is wrong, null where nothing is.
     */
    private static @Nullable String distrust(Path folder) throws IOException {
        Path above = folder.toAbsolutePath().getParent();
        String fault = distrust(folder, owner(above == null ? folder : above));
        if (fault != null) {
            return fault;
        }
        String owner = owner(folder);
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                String inside = distrust(file, owner);
                if (inside != null) {
                    return inside;
                }
            }
        }
        return null;
    }

    private static @Nullable String distrust(Path file, String owner) throws IOException {
        PosixFileAttributes attributes = attributes(file);
        String itsOwner = attributes.owner().getName();
        if (!itsOwner.equals(owner) && !itsOwner.equals("root")) {
            return file + " belongs to " + itsOwner + ", its folder to " + owner;
        }
        if (attributes.isSymbolicLink()) {
            return file + " is a link";
        }
        Set<PosixFilePermission> permissions = attributes.permissions();
        // A group of the same name is the user's own, which no other is in.
        boolean shared = !attributes.group().getName().equals(itsOwner);
        return permissions.contains(PosixFilePermission.OTHERS_WRITE)
                        || (shared && permissions.contains(PosixFilePermission.GROUP_WRITE))
                ? file + " can be written to by others than " + itsOwner
                : null;
    }

    private static String owner(Path file) throws IOException {
        return attributes(file).owner().getName();
    }

    private static PosixFileAttributes attributes(Path file) throws IOException {
        return Files.readAttributes(file, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    }
}

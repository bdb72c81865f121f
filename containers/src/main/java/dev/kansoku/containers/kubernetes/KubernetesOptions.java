// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.containers.kubernetes;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What somebody asks for, before the surroundings say the rest. Null where nothing was asked.
 *
 * @param api where the API is, such as {@code https://10.96.0.1:443}
 * @param caFile certificates that the API's one must lead back to, PEM
 * @param tokenFile what the account is known by; read anew whenever it has changed
 * @param clientCertificate certificates to be known by instead of a token, PEM
 * @param clientKey the key that goes with the first of them, PEM as PKCS #8
 * @param node this machine's name in the cluster
 */
public record KubernetesOptions(
        @Nullable URI api,
        @Nullable Path caFile,
        @Nullable Path tokenFile,
        @Nullable Path clientCertificate,
        @Nullable Path clientKey,
        @Nullable String node) {
    public static final KubernetesOptions DEFAULT =
            new KubernetesOptions(null, null, null, null, null, null);

    /** Where every container of a cluster finds what its account needs. */
    private static final Path ACCOUNT = Path.of("/var/run/secrets/kubernetes.io/serviceaccount");

    /** Variables that may name the node, the best first. */
    private static final String[] NODE_VARIABLES = {
        "KANSOKU_NODE_NAME", "NODE_NAME", "K8S_NODE_NAME", "KUBERNETES_NODE_NAME"
    };

    /** Reads an address; complains of one that is none in words that can be shown. */
    public static URI address(String text) {
        URI uri;
        try {
            uri = new URI(text);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("\"" + text + "\" is no address of an API", e);
        }
        String scheme = uri.getScheme();
        String host = uri.getHost();
        if (host == null
                || !("https".equals(scheme) || "http".equals(scheme))
                || uri.getRawQuery() != null
                || uri.getRawUserInfo() != null) {
            throw new IllegalArgumentException(
                    "\"" + text + "\" is no address such as https://10.96.0.1:443");
        }
        if (scheme.equals("http") && !isLoopback(host)) {
            throw new IllegalArgumentException(
                    "http is for this machine alone, as with kubectl proxy: use https for " + host);
        }
        return uri;
    }

    private static boolean isLoopback(String host) {
        return host.equals("localhost") || host.startsWith("127.") || host.equals("[::1]");
    }

    /**
     * How the API is reached: as asked for, else as the surroundings of a container in a cluster
     * say; null where neither says.
     *
     * @param environment of this process
     * @param hostRoot where the machine's root directory is seen
     */
    public @Nullable ApiAccess resolve(Map<String, String> environment, Path hostRoot)
            throws IOException {
        URI address = api == null ? ofCluster(environment) : api;
        if (address == null) {
            return null;
        }
        boolean certificate = clientCertificate != null && clientKey != null;
        return new ApiAccess(
                address,
                caFile == null ? existing(ACCOUNT.resolve("ca.crt")) : caFile,
                tokenFile == null && !certificate ? existing(ACCOUNT.resolve("token")) : tokenFile,
                clientCertificate,
                clientKey,
                node == null ? node(environment, hostRoot) : node);
    }

    private static @Nullable Path existing(Path file) {
        return Files.exists(file) ? file : null;
    }

    private static @Nullable URI ofCluster(Map<String, String> environment) {
        String host = environment.getOrDefault("KUBERNETES_SERVICE_HOST", "");
        String port = environment.getOrDefault("KUBERNETES_SERVICE_PORT", "443");
        if (host.isEmpty()) {
            return null;
        }
        String literal = host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host;
        return address("https://" + literal + ":" + port);
    }

    /** The kubelet takes the machine's name unless it was told another. */
    private static String node(Map<String, String> environment, Path hostRoot) throws IOException {
        for (String variable : NODE_VARIABLES) {
            String name = environment.getOrDefault(variable, "");
            if (!name.isEmpty()) {
                return name;
            }
        }
        Path own = Path.of("/proc/sys/kernel/hostname");
        Path machines = hostRoot.resolve("etc/hostname");
        boolean isOwn = hostRoot.equals(hostRoot.getRoot());
        return Files.readString(!isOwn && Files.isReadable(machines) ? machines : own)
                .strip()
                .toLowerCase(java.util.Locale.ROOT);
    }
}

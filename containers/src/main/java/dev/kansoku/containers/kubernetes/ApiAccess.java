// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.containers.kubernetes;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * How the API is reached.
 *
 * @param caFile certificates that the API's one must lead back to; null for those that Java trusts
 * @param tokenFile what the account is known by, null for none
 * @param clientCertificate certificates to be known by, null for none
 * @param clientKey the key that goes with them
 * @param node the node whose pods are of interest
 */
public record ApiAccess(
        URI api,
        @Nullable Path caFile,
        @Nullable Path tokenFile,
        @Nullable Path clientCertificate,
        @Nullable Path clientKey,
        String node) {

    private static final int LONGEST_TOKEN = 65_536;

    /** Whether what is sent can be read by nobody on the way. */
    boolean isSecret() {
        return "https".equals(api.getScheme());
    }

    /** The token as it is now: kubelets put a new one in its place every hour. */
    @Nullable String token() throws IOException {
        if (tokenFile == null || !isSecret()) {
            return null;
        }
        if (Files.size(tokenFile) > LONGEST_TOKEN) {
            throw new IOException(tokenFile + " is too long for a token");
        }
        String token = Files.readString(tokenFile, StandardCharsets.ISO_8859_1).strip();
        if (token.isEmpty() || !token.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
            throw new IOException(tokenFile + " holds no token");
        }
        return token;
    }
}

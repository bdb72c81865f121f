// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.containers.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Certificates and tokens, made for the test by the JDK's keytool. */
class TlsTest {
    private static final String TOKEN = "eyJhbGciOi.first.token";
    private static final String PASSWORD = "changeit";

    private final List<String> notes = new CopyOnWriteArrayList<>();
    private final Told told = new Told();

    @TempDir private Path folder;

    @Test
    void trustsTheClustersCertificatesAloneAndRereadsTheToken() throws Exception {
        SSLContext server = server("server", "127.0.0.1");
        Path ca = certificate("server");
        Path token = Files.writeString(folder.resolve("token"), TOKEN + "\n");
        try (ApiDouble api = new ApiDouble(server)) {
            api.token = TOKEN;
            api.put("/api/v1/pods", Thing.pod("shop", "web", "pod-1", "n", Map.of()));
            try (KubernetesWatch watch = watch(api, ca, token)) {
                watch.start();
                Told.until(watch::isSettled);
                assertThat(told.last("pod-1")).contains("web");

                api.token = "second.token";
                api.endWatches();
                Told.until(() -> notes.stream().anyMatch(note -> note.contains("401")));
                Files.writeString(token, "second.token");
                api.put("/api/v1/pods", Thing.pod("shop", "db", "pod-2", "n", Map.of()));
                told.await("pod-2", "db");
            }
        }
        assertThat(notes).noneMatch(note -> note.contains(TOKEN) || note.contains("second"));
    }

    @Test
    void asksNothingOfAServerOfAnotherCertificate() throws Exception {
        SSLContext server = server("server", "127.0.0.1");
        server("other", "127.0.0.1");
        Path token = Files.writeString(folder.resolve("token"), TOKEN);
        try (ApiDouble api = new ApiDouble(server);
                KubernetesWatch watch = watch(api, certificate("other"), token)) {
            watch.start();
            Told.until(watch::isSettled);

            assertThat(api.requests).isEmpty();
            assertThat(notes).first().asString().contains("cannot be asked for", "certif");
        }
    }

    @Test
    void asksNothingOfAServerOfAnotherName() throws Exception {
        SSLContext server = server("server", "10.96.0.1");
        try (ApiDouble api = new ApiDouble(server);
                KubernetesWatch watch = watch(api, certificate("server"), null)) {
            watch.start();
            Told.until(watch::isSettled);

            assertThat(api.requests).isEmpty();
        }
    }

    @Test
    void sendsNoTokenWhereItCouldBeRead() throws Exception {
        Path token = Files.writeString(folder.resolve("token"), TOKEN);
        try (ApiDouble api = new ApiDouble()) {
            api.token = TOKEN;
            try (KubernetesWatch watch = watch(api, null, token)) {
                watch.start();
                Told.until(watch::isSettled);
                assertThat(notes).first().asString().contains("does not know who asks");
            }
        }
    }

    @Test
    void namesFilesThatAreNotWhatTheyShouldBe() throws Exception {
        Path nothing = Files.writeString(folder.resolve("nothing"), "nothing\n");
        server("client", "127.0.0.1");
        Path certificate = certificate("client");
        ApiAccess noCa =
                new ApiAccess(
                        KubernetesOptions.address("https://a"), nothing, null, null, null, "n");
        ApiAccess noKey =
                new ApiAccess(
                        KubernetesOptions.address("https://a"),
                        certificate,
                        null,
                        certificate,
                        nothing,
                        "n");

        assertThatThrownBy(() -> new KubernetesWatch(noCa, told.announcements(), notes::add))
                .hasMessageContaining(nothing + " holds no certificate");
        assertThatThrownBy(() -> new KubernetesWatch(noKey, told.announcements(), notes::add))
                .hasMessageContaining("openssl pkcs8");
        assertThatThrownBy(
                        () ->
                                new ApiAccess(
                                                KubernetesOptions.address("https://a"),
                                                null,
                                                Files.writeString(
                                                        folder.resolve("bad"), "two\nlines"),
                                                null,
                                                null,
                                                "n")
                                        .token())
                .hasMessageContaining("holds no token");
    }

    @Test
    void isKnownByACertificate() throws Exception {
        SSLContext server = server("both", "127.0.0.1");
        Path certificate = certificate("both");
        KeyStore store = store("both");
        Path key =
                Files.writeString(
                        folder.resolve("key.pem"),
                        "-----BEGIN PRIVATE KEY-----\n"
                                + Base64.getMimeEncoder()
                                        .encodeToString(
                                                store.getKey("both", PASSWORD.toCharArray())
                                                        .getEncoded())
                                + "\n-----END PRIVATE KEY-----\n");
        try (ApiDouble api = new ApiDouble(server)) {
            api.put("/api/v1/pods", Thing.pod("shop", "web", "pod-1", "n", Map.of()));
            ApiAccess access =
                    new ApiAccess(api.address(), certificate, null, certificate, key, "n");
            try (KubernetesWatch watch =
                    new KubernetesWatch(access, told.announcements(), notes::add)) {
                watch.start();
                Told.until(watch::isSettled);
                assertThat(told.last("pod-1")).contains("web");
            }
        }
    }

    private KubernetesWatch watch(ApiDouble api, @Nullable Path ca, @Nullable Path token)
            throws Exception {
        return new KubernetesWatch(
                new ApiAccess(api.address(), ca, token, null, null, "n"),
                told.announcements(),
                notes::add,
                KubernetesWatchTest.QUICK);
    }

    /** A server's side, with a certificate of its own for an address. */
    private SSLContext server(String name, String address) throws Exception {
        keytool(
                "-genkeypair",
                "-alias",
                name,
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1",
                "-dname",
                "CN=" + name,
                "-ext",
                "san=ip:" + address,
                "-ext",
                "bc:c=ca:true",
                "-validity",
                "30",
                "-storetype",
                "PKCS12",
                "-keystore",
                folder.resolve(name + ".p12").toString(),
                "-storepass",
                PASSWORD);
        KeyManagerFactory keys =
                KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store(name), PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        return context;
    }

    private KeyStore store(String name) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(folder.resolve(name + ".p12"))) {
            store.load(in, PASSWORD.toCharArray());
        }
        return store;
    }

    private Path certificate(String name) throws Exception {
        Path file = folder.resolve(name + ".pem");
        Files.writeString(
                file,
                "-----BEGIN CERTIFICATE-----\n"
                        + Base64.getMimeEncoder()
                                .encodeToString(store(name).getCertificate(name).getEncoded())
                        + "\n-----END CERTIFICATE-----\n");
        return file;
    }

    private static void keytool(String... arguments) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes());
        assertThat(process.waitFor()).as(said).isZero();
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.rules.output;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Whom to believe, and who to be.
 *
 * @param ca the authorities that are believed, null for Java's own
 * @param cert the client's certificates, null for none
 * @param key of them
 * @param insecure whether any server is believed
 */
record TlsFiles(@Nullable Path ca, @Nullable Path cert, @Nullable Path key, boolean insecure) {
    private static final char[] NO_PASSWORD = new char[0];

    static TlsFiles of(OutputSettings settings) throws OutputSpecException {
        Path cert = file(settings, "cert");
        Path key = file(settings, "key");
        if ((cert == null) != (key == null)) {
            throw OutputSettings.wrong(
                    cert == null ? "key" : "cert", "needs " + (cert == null ? "cert" : "key"));
        }
        return new TlsFiles(file(settings, "ca"), cert, key, settings.flag("insecure"));
    }

    private static @Nullable Path file(OutputSettings settings, String name)
            throws OutputSpecException {
        String file = settings.text(name);
        return file.isEmpty() ? null : OutputMaker.path(name, file);
    }

    /** Reads the files as they are now. */
    SSLContext context() throws IOException {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(identity(), trust(), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IOException("TLS cannot be set up: " + e.getMessage(), e);
        }
    }

    private KeyManager @Nullable [] identity() throws IOException, GeneralSecurityException {
        if (cert == null || key == null) {
            return null;
        }
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        Certificate[] chain = PemReader.certificates(cert).toArray(Certificate[]::new);
        store.setKeyEntry("client", PemReader.key(key), NO_PASSWORD, chain);
        KeyManagerFactory factory =
                KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, NO_PASSWORD);
        return factory.getKeyManagers();
    }

    private TrustManager @Nullable [] trust() throws IOException, GeneralSecurityException {
        if (insecure) {
            return new TrustManager[] {new Credulous()};
        }
        if (ca == null) {
            return null;
        }
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        List<Certificate> authorities = PemReader.certificates(ca);
        for (int i = 0; i < authorities.size(); i++) {
            store.setCertificateEntry("ca" + i, authorities.get(i));
        }
        TrustManagerFactory factory =
                TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return factory.getTrustManagers();
    }

    /** Believes everybody, as the user asked for. */
    private static final class Credulous extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.rules.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;

/** An authority, a server {@code localhost} and clients, made by openssl for one test. */
record TestCertificates(Path folder) {
    static TestCertificates make(Path folder) throws IOException, InterruptedException {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/openssl")), "no openssl");
        TestCertificates made = new TestCertificates(folder);
        made.run(
                "req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=authority -keyout ca.key -out"
                        + " ca.pem");
        Files.writeString(folder.resolve("server.ext"), "subjectAltName=DNS:localhost");
        made.issue("server", "rsa:2048", "localhost", "-extfile server.ext");
        made.issue("client", "rsa:2048", "client", "");
        made.run("rsa -traditional -in client.key -out client-pkcs1.key");
        made.run("ecparam -name prime256v1 -genkey -noout -out client-ec.key");
        made.run("req -new -key client-ec.key -subj /CN=client -out client-ec.csr");
        made.sign("client-ec", "");
        return made;
    }

    private void issue(String name, String key, String subject, String more)
            throws IOException, InterruptedException {
        run(
                "req -new -newkey "
                        + key
                        + " -nodes -subj /CN="
                        + subject
                        + " -keyout "
                        + name
                        + ".key -out "
                        + name
                        + ".csr");
        sign(name, more);
    }

    private void sign(String name, String more) throws IOException, InterruptedException {
        run(
                "x509 -req -days 2 -CA ca.pem -CAkey ca.key -CAcreateserial -in "
                        + name
                        + ".csr -out "
                        + name
                        + ".pem "
                        + more);
    }

    private void run(String arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("/usr/bin/openssl"));
        command.addAll(List.of(arguments.strip().split(" +")));
        Process process =
                new ProcessBuilder(command)
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .start();
        String said = new String(process.getInputStream().readAllBytes());
        assertThat(process.waitFor()).as(said).isZero();
    }

    /** For a server that knows clients of the same authority. */
    SSLContext serverContext() throws IOException {
        return new TlsFiles(
                        folder.resolve("ca.pem"),
                        folder.resolve("server.pem"),
                        folder.resolve("server.key"),
                        false)
                .context();
    }
}

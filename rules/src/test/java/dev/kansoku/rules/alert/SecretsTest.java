// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.rules.alert;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kansoku.event.TextBuffer;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class SecretsTest {
    /** A text, and what is left of it. */
    private static final List<String> WRITTEN =
            List.of(
                    "psql --password=hunter2 -h db",
                    "psql --password=*** -h db",
                    "x --db-password 'two words' y",
                    "x --db-password '***' y",
                    "deploy --token s3cr3t --force",
                    "deploy --token *** --force",
                    "java -Ddb.password=hunter2 Main",
                    "java -Ddb.password=*** Main",
                    "vault --access-key=\"A B\" z",
                    "vault --access-key=\"***\" z",
                    "env PGPASSWORD=hunter2 psql",
                    "env PGPASSWORD=*** psql",
                    "AWS_SECRET_ACCESS_KEY=wJalrXUtnFEMI/K7MDENG aws s3 ls",
                    "AWS_SECRET_ACCESS_KEY=*** aws s3 ls",
                    "MYSQL_PWD=abc mysqldump",
                    "MYSQL_PWD=*** mysqldump",
                    "mysql -uroot -phunter2 shop",
                    "mysql -uroot -p*** shop",
                    "/usr/bin/mysqldump -h db -phunter2 shop",
                    "/usr/bin/mysqldump -h db -p*** shop",
                    "-u root -phunter2 shop",
                    "-u root -p*** shop",
                    "sshpass -p hunter2 ssh host",
                    "sshpass -p *** ssh host",
                    "redis-cli -h db -a hunter2 get x",
                    "redis-cli -h db -a *** get x",
                    "curl -s -u bob:hunter2 http://h/",
                    "curl -s -u bob:*** http://h/",
                    "curl -H 'Authorization: Bearer abcdef012345' http://h/",
                    "curl -H 'Authorization: Bearer ***' http://h/",
                    "curl -H \"Authorization: Basic Ym9iOmh1bnRlcjI=\"",
                    "curl -H \"Authorization: Basic ***\"",
                    "curl -H 'X-Api-Key: k-12345' h",
                    "curl -H 'X-Api-Key: ***' h",
                    "curl -d {\"user\":\"bob\",\"password\":\"hunter2\"} h",
                    "curl -d {\"user\":\"bob\",\"password\":\"***\"} h",
                    "git clone https://bob:hunter2@github.com/x/y",
                    "git clone https://bob:***@github.com/x/y",
                    "aws configure set k AKIAIOSFODNN7EXAMPLE now",
                    "aws configure set k *** now",
                    "login ghp_0123456789abcdefABCDEF0123456789abcd",
                    "login ***",
                    "t eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln end",
                    "t *** end",
                    "openssl rsa -passin pass:hunter2 -in k",
                    "openssl rsa -passin pass:*** -in k",
                    "args=--password.hunter2.-h.db.",
                    "args=--password.***.-h.db.",
                    "args=-uroot.-phunter2.shop.",
                    "args=-uroot.-p***.shop.",
                    "echo -----BEGIN RSA PRIVATE KEY-----\\nMIIEow\\n-----END RSA PRIVATE KEY-----",
                    "echo -----BEGIN RSA PRIVATE KEY-----***-----END RSA PRIVATE KEY-----");

    /** Texts that have none, though they look a little like it. */
    private static final List<String> HARMLESS =
            List.of(
                    "",
                    "cat /etc/passwd",
                    "passwd root",
                    "ls /var/run/secrets/kubernetes.io/serviceaccount/token",
                    "ps -p1 -o pid",
                    "mkdir -p/tmp/x",
                    "docker run -p8080:80 nginx",
                    "--password-file /run/pw",
                    "PWD=/home/bob OLDPWD=/",
                    "ssh bob@host -p 22",
                    "http://h:8080/path@x",
                    "tokenize this",
                    "grep -r key .");

    @TestFactory
    Stream<DynamicTest> nothingOfASecretIsLeft() {
        return Stream.iterate(0, i -> i < WRITTEN.size(), i -> i + 2)
                .map(
                        i ->
                                DynamicTest.dynamicTest(
                                        WRITTEN.get(i),
                                        () ->
                                                assertThat(Secrets.USUAL.masked(WRITTEN.get(i)))
                                                        .isEqualTo(WRITTEN.get(i + 1))));
    }

    @TestFactory
    Stream<DynamicTest> whatIsNoSecretIsLeftAlone() {
        return HARMLESS.stream()
                .map(
                        text ->
                                DynamicTest.dynamicTest(
                                        "\"" + text + "\"",
                                        () ->
                                                assertThat(Secrets.USUAL.masked(text))
                                                        .isSameAs(text)));
    }

    @Test
    void whatWasMaskedIsNotMaskedAgain() {
        for (int i = 1; i < WRITTEN.size(); i += 2) {
            assertThat(Secrets.USUAL.masked(WRITTEN.get(i))).isEqualTo(WRITTEN.get(i));
        }
    }

    @Test
    void onlyTheFieldAtTheEndOfABufferIsMasked() {
        TextBuffer out = new TextBuffer().put("--token=left ");
        int from = out.length();
        out.put("--token=gone");

        Secrets.USUAL.mask(out, from);

        assertThat(out.toString()).isEqualTo("--token=left --token=***");
    }

    @Test
    void aListIsMaskedValueByValueAndNumbersStay() {
        assertThat(Secrets.USUAL.masked((Object) List.of("--token=a", 7L)))
                .isEqualTo(List.of("--token=***", 7L));
        assertThat(Secrets.USUAL.masked((Object) 7L)).isEqualTo(7L);
        assertThat(Secrets.USUAL.masked((Object) null)).isNull();
    }

    /** A pattern that backtracks would not come back from these. */
    @Test
    void hostileTextsTakeTimeInLineWithTheirLength() {
        for (String part : List.of("--password ", "mysql -u x ", "a:", "://a:", "cookie: \" ")) {
            assertThat(Secrets.USUAL.masked(part.repeat(65_000 / part.length()))).isNotEmpty();
        }
    }
}

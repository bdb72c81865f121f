// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.rules.output;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Certificates and keys in PEM files. */
final class PemReader {
    private static final long LARGEST = 4 << 20;
    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([A-Za-z0-9+/=\\s]*)-----END \\1-----");

    /** The algorithm identifier of RSA keys, DER. */
    private static final byte[] RSA =
            der(0x30, der(0x06, bytes(0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 1, 1)), der(0x05));

    private static final byte[] EC_PUBLIC_KEY =
            der(0x06, bytes(0x2a, 0x86, 0x48, 0xce, 0x3d, 2, 1));

    private record Block(Path file, String type, String base64) {
        byte[] der() throws IOException {
            try {
                return Base64.getMimeDecoder().decode(base64);
            } catch (IllegalArgumentException e) {
                throw new IOException(file + " is damaged", e);
            }
        }
    }

    private PemReader() {}

    static List<Certificate> certificates(Path file) throws IOException, GeneralSecurityException {
        CertificateFactory factory = CertificateFactory.getInstance("X.509");
        List<Certificate> certificates = new ArrayList<>();
        for (Block block : blocks(file)) {
            if (block.type().endsWith("CERTIFICATE")) {
                certificates.add(
                        factory.generateCertificate(new ByteArrayInputStream(block.der())));
            }
        }
        if (certificates.isEmpty()) {
            throw new IOException(file + " has no certificate in PEM form");
        }
        return certificates;
    }

    static PrivateKey key(Path file) throws IOException, GeneralSecurityException {
        byte[] curve = new byte[0];
        for (Block block : blocks(file)) {
            switch (block.type()) {
                case "EC PARAMETERS" -> curve = block.der();
                case "PRIVATE KEY" -> {
                    return key(file, block.der());
                }
                case "RSA PRIVATE KEY" -> {
                    return key(file, wrapped(RSA, block.der()));
                }
                case "EC PRIVATE KEY" -> {
                    byte[] named = curve.length > 0 ? curve : curveOf(file, block.der());
                    return key(file, wrapped(der(0x30, EC_PUBLIC_KEY, named), block.der()));
                }
                case "ENCRYPTED PRIVATE KEY" ->
                        throw new IOException(
                                file
                                        + " is locked with a passphrase, and nobody is here to say"
                                        + " it");
                default -> {
                    // certificates may stand beside their key
                }
            }
        }
        throw new IOException(file + " has no private key in PEM form");
    }

    private static PrivateKey key(Path file, byte[] pkcs8)
            throws IOException, GeneralSecurityException {
        for (String algorithm : List.of("RSA", "EC", "EdDSA", "RSASSA-PSS")) {
            try {
                return KeyFactory.getInstance(algorithm)
                        .generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
            } catch (java.security.spec.InvalidKeySpecException _) {
                // of another algorithm
            }
        }
        throw new IOException(file + " has a key of a kind that is not known here");
    }

    private static List<Block> blocks(Path file) throws IOException {
        if (Files.size(file) > LARGEST) {
            throw new IOException(file + " is too large for certificates or a key");
        }
        Matcher matcher =
                BLOCK.matcher(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
        List<Block> blocks = new ArrayList<>();
        while (matcher.find()) {
            blocks.add(new Block(file, matcher.group(1), matcher.group(2)));
        }
        return blocks;
    }

    /** PKCS #8 around a key of an older form. */
    private static byte[] wrapped(byte[] algorithm, byte[] key) {
        return der(0x30, der(0x02, bytes(0)), algorithm, der(0x04, key));
    }

    /** The curve that SEC 1 names within the key: the object in the element [0]. */
    private static byte[] curveOf(Path file, byte[] key) throws IOException {
        for (int at = 0; at + 4 < key.length; at++) {
            int length = key[at + 3];
            if ((key[at] & 0xff) == 0xa0
                    && key[at + 1] == length + 2
                    && key[at + 2] == 0x06
                    && at + 4 + length <= key.length) {
                return java.util.Arrays.copyOfRange(key, at + 2, at + 4 + length);
            }
        }
        throw new IOException(file + " does not say of which curve its key is");
    }

    private static byte[] der(int tag, byte[]... contents) {
        ByteArrayOutputStream inside = new ByteArrayOutputStream();
        for (byte[] content : contents) {
            inside.writeBytes(content);
        }
        int length = inside.size();
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        whole.write(tag);
        if (length < 0x80) {
            whole.write(length);
        } else if (length < 0x100) {
            whole.writeBytes(bytes(0x81, length));
        } else {
            whole.writeBytes(bytes(0x82, length >> 8, length));
        }
        whole.writeBytes(inside.toByteArray());
        return whole.toByteArray();
    }

    private static byte[] bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }
}
